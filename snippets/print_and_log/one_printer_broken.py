"""A daemon prints, and the program ends before it is finished."""

import queue
import threading

lines = queue.Queue()


def show():
    while (line := lines.get()) is not None:
        print(line)


printer = threading.Thread(target=show, name="printer", daemon=True)
printer.start()
for page in (1, 2):
    lines.put(f"page {page} saved")
