"""A reading goes into the old list when that has been written away."""

import threading

readings = []
written = []


def measure():
    readings.append(20)


def flush():
    global readings
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
