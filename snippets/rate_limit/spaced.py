"""Two threads ask for the next free moment, one after the other."""

import threading
import time

lock = threading.Lock()
next_free = 0
starts = []


def call():
    global next_free
    with lock:
        start = max(time.monotonic(), next_free)
        next_free = start + 0.1
    time.sleep(max(0, start - time.monotonic()))
    starts.append(start)


threads = [threading.Thread(target=call) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
first, second = sorted(starts)
print("kept apart:", second - first > 0.099)
