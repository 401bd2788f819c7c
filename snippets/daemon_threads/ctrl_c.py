"""Ctrl-C reaches the main thread, which asks the worker to stop."""

import signal
import threading

stop = threading.Event()


def serve():
    stop.wait()
    print("worker: cleaned up")


worker = threading.Thread(target=serve)
worker.start()
try:
    signal.raise_signal(signal.SIGINT)
    stop.wait()
except KeyboardInterrupt:
    print("main: Ctrl-C, stopping")
finally:
    stop.set()
    worker.join()
print("main: done")
