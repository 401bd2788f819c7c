"""A daemon thread writes the guest book, and main ends without it."""

import queue
import threading

names = queue.Queue()
book = []


def write():
    while True:
        book.append(names.get())


threading.Thread(target=write, name="writer", daemon=True).start()
for name in ("Ann", "Ben"):
    names.put(name)
print("in the book:", book)
