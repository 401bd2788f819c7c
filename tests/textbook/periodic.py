"""A periodic task runs until it is stopped."""

import threading

stop = threading.Event()
ticks = []


def tick():
    while not stop.wait(1):
        ticks.append(1)


thread = threading.Thread(target=tick)
thread.start()
stop.set()
thread.join()
print("stopped")
