"""A call waits, or it doesn't; a timeout belongs to the first kind."""

import threading

lock = threading.Lock()

print("at once:", lock.acquire(blocking=False))
lock.release()
print("within 2 seconds:", lock.acquire(timeout=2))
