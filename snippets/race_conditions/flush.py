"""A reading goes into the old list or into the new, under a lock."""

import threading

readings = []
written = []
lock = threading.Lock()


def measure():
    with lock:
        readings.append(20)


def flush():
    global readings
    with lock:
        batch, readings = readings, []
    written.extend(batch)


threads = [
    threading.Thread(target=measure),
    threading.Thread(target=flush),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("readings:", written + readings)
