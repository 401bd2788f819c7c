"""A timeout is longer than threading.TIMEOUT_MAX."""

import threading

lock = threading.Lock()

print("got it:", lock.acquire(timeout=1e12))
