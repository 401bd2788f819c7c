"""A thread gives back a place it never got, and nothing complains."""

import threading

tables = threading.Semaphore(1)


def dine():
    try:
        tables.acquire(timeout=0.05)
    finally:
        tables.release()


tables.acquire()
guest = threading.Thread(target=dine)
guest.start()
guest.join()
tables.release()
free = 0
while tables.acquire(blocking=False):
    free += 1
print("tables: 1, free:", free)
