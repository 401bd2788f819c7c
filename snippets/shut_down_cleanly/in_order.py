"""The producer stops first, then the writer, and nothing is lost."""

import queue
import threading

stop = threading.Event()
lines = queue.Queue()
first_reading = threading.Event()
measured = 0
written = 0


def measure():
    global measured
    while measured < 2 and not stop.is_set():
        lines.put("21.5")
        measured += 1
        first_reading.set()


def write():
    global written
    while lines.get() is not None:
        written += 1


meter = threading.Thread(target=measure)
writer = threading.Thread(target=write)
meter.start()
writer.start()
first_reading.wait()
stop.set()
meter.join()
lines.put(None)
writer.join()
print("all lines written:", written == measured)
