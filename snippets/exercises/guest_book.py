"""The writer is told that no more names come, and main waits for it."""

import queue
import threading

names = queue.Queue()
book = []


def write():
    while (name := names.get()) is not None:
        book.append(name)


writer = threading.Thread(target=write, name="writer")
writer.start()
for name in ("Ann", "Ben"):
    names.put(name)
names.put(None)
writer.join()
print("in the book:", book)
