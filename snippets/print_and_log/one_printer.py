"""One thread prints what the others put into its queue."""

import queue
import threading

lines = queue.Queue()


def show():
    while (line := lines.get()) is not None:
        print(line)


printer = threading.Thread(target=show, name="printer")
printer.start()
for page in (1, 2):
    lines.put(f"page {page} saved")
lines.put(None)
printer.join()
