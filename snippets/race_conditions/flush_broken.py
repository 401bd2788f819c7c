"""A reading that comes between the copy and the clearing is lost."""

import threading

readings = []
written = []


def measure():
    readings.append(20)


def flush():
    written.extend(readings)
    readings.clear()


threads = [
    threading.Thread(target=measure),
    threading.Thread(target=flush),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("readings:", written + readings)
