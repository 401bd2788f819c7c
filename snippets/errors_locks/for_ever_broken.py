"""A timeout is longer than the system can wait."""

import threading

lock = threading.Lock()

print("got it:", lock.acquire(timeout=1e12))
