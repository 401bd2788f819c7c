"""A timeout is at most the longest one that the system can wait."""

import threading

lock = threading.Lock()

print("got it:", lock.acquire(timeout=min(1e12, threading.TIMEOUT_MAX)))
lock.release()
print("without any limit:", lock.acquire())
