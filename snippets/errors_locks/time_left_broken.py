"""The time that is left is negative when the deadline has passed."""

import threading

lock = threading.Lock()
deadline, now = 10.0, 12.0

print("got it:", lock.acquire(timeout=deadline - now))
