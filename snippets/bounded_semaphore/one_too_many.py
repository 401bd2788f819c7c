"""A block takes a place and gives it back; once more is an error."""

import threading

tables = threading.BoundedSemaphore(2)

with tables:
    print("dining")
try:
    tables.release()
except ValueError as error:
    print("ValueError:", error)
