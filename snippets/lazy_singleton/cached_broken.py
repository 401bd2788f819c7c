"""functools.cache keeps one result, but may make it twice."""

import functools
import threading

opened = []


@functools.cache
def connection():
    opened.append("connection")
    return "connection"


threads = [threading.Thread(target=connection) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("opened:", len(opened))
