"""One deadline for several waits: each gets what is left of it."""

import queue
import threading
import time

letters = queue.Queue()
read = []
postman = threading.Thread(target=letters.put, args=("from Ada",))
postman.start()
postman.join()

deadline = time.monotonic() + 0.5
while len(read) < 2:
    time_left = deadline - time.monotonic()
    try:
        read.append(letters.get(timeout=max(0, time_left)))
    except queue.Empty:
        print("time is up")
        break
print("read:", read)
