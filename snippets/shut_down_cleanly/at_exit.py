"""The thread is stopped and joined before the main thread ends."""

import threading

stop = threading.Event()


def watch():
    stop.wait()


watcher = threading.Thread(target=watch)
watcher.start()
try:
    print("main: working")
finally:
    stop.set()
    watcher.join()
