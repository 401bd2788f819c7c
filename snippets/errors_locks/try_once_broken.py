"""A call that isn't to wait is given a time to wait."""

import threading

lock = threading.Lock()

if lock.acquire(blocking=False, timeout=2):
    print("got it")
