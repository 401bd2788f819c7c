"""A looping thread stops at once, in the middle of its pause."""

import threading

stop = threading.Event()
measured = threading.Event()
readings = []


def measure():
    while not stop.is_set():
        readings.append(21.5)
        measured.set()
        stop.wait(timeout=60)


thread = threading.Thread(target=measure)
thread.start()
measured.wait()
stop.set()
thread.join()
print("first reading:", readings[0])
print("still running:", thread.is_alive())
