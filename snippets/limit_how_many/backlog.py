"""At most two tasks hold a place, running ones and waiting ones."""

import threading
from concurrent.futures import ThreadPoolExecutor

places = threading.BoundedSemaphore(2)
lines = iter(["one", "two", "three"])
results = []


def count(line):
    try:
        return len(line)
    finally:
        places.release()


with ThreadPoolExecutor(max_workers=1) as pool:
    for line in lines:
        places.acquire()
        results.append(pool.submit(count, line))
print([result.result() for result in results])
