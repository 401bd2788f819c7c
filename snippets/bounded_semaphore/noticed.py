"""A BoundedSemaphore raises at the release that is one too many."""

import threading

tables = threading.BoundedSemaphore(1)


def dine():
    try:
        tables.acquire(timeout=0.05)
    finally:
        tables.release()
        print("guest: released, no error")


tables.acquire()
guest = threading.Thread(target=dine)
guest.start()
guest.join()
try:
    tables.release()
except ValueError as error:
    print("main: ValueError:", error)
