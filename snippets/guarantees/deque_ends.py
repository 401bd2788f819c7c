"""Two threads take from the two ends of a deque, each item once."""

import threading
from collections import deque

jobs = deque(["fold", "iron", "pack"])
done = []


def work(take):
    try:
        while True:
            done.append(take())
    except IndexError:
        pass


threads = [
    threading.Thread(target=work, args=(jobs.popleft,)),
    threading.Thread(target=work, args=(jobs.pop,)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(done))
