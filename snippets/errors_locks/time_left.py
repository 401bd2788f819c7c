"""The time that is left is zero at least."""

import threading

lock = threading.Lock()
deadline, now = 10.0, 12.0

print("got it:", lock.acquire(timeout=max(0, deadline - now)))
