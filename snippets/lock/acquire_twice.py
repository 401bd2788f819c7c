"""A thread that holds a lock cannot take it a second time."""

import threading

lock = threading.Lock()

with lock:
    print("locked:", lock.locked())
    print("taken again:", lock.acquire(timeout=0.05))
print("locked after the block:", lock.locked())
