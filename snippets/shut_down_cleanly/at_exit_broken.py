"""The thread is to be stopped by a function that waits for its end."""

import atexit
import threading

stop = threading.Event()


def watch():
    stop.wait()


threading.Thread(target=watch).start()
print("main: working")
atexit.register(stop.set)
