"""Ctrl-C ends the main thread, and the worker isn't told."""

import signal
import threading

main_thread_ended = threading.main_thread().join


def download():
    main_thread_ended()
    print("worker: still at it")


worker = threading.Thread(target=download)
worker.start()
try:
    signal.raise_signal(signal.SIGINT)
    worker.join()
except KeyboardInterrupt:
    print("main: Ctrl-C, I leave")
