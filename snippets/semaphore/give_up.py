"""A caller is turned away when no place is free in time."""

import threading

tables = threading.Semaphore(2)
tables.acquire()
tables.acquire()
print("at once:", tables.acquire(blocking=False))
print("within 0.05 s:", tables.acquire(timeout=0.05))
tables.release()
print("after a release:", tables.acquire(timeout=1))
