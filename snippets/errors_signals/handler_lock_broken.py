"""A handler wants the lock that the code it interrupts is holding."""

import signal
import threading

lock = threading.Lock()


def report(signum, frame):
    got_it = lock.acquire(timeout=0.1)
    print("handler got the lock:", got_it)


signal.signal(signal.SIGTERM, report)
with lock:
    signal.raise_signal(signal.SIGTERM)
