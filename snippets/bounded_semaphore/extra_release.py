"""A thread gives back only the place it got."""

import threading

tables = threading.BoundedSemaphore(1)


def dine():
    if tables.acquire(timeout=0.05):
        try:
            print("dining")
        finally:
            tables.release()
    else:
        print("no table, going home")


tables.acquire()
guest = threading.Thread(target=dine)
guest.start()
guest.join()
tables.release()
free = 0
while tables.acquire(blocking=False):
    free += 1
print("tables: 1, free:", free)
