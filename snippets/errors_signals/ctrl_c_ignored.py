"""Ctrl-C reaches the main thread, and that tells the worker."""

import signal
import threading

stop = threading.Event()


def download():
    stop.wait()
    print("worker: told to stop")


worker = threading.Thread(target=download)
worker.start()
try:
    signal.raise_signal(signal.SIGINT)
    stop.wait()
except KeyboardInterrupt:
    print("main: Ctrl-C, I leave")
finally:
    stop.set()
    worker.join()
