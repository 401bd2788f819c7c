"""A timeout is at most threading.TIMEOUT_MAX."""

import threading

lock = threading.Lock()

print("got it:", lock.acquire(timeout=min(1e12, threading.TIMEOUT_MAX)))
lock.release()
print("without any limit:", lock.acquire())
