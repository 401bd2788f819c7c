"""With a lock around the cached call, it runs once."""

import functools
import threading

opened = []
lock = threading.Lock()


@functools.cache
def open_connection():
    opened.append("connection")
    return "connection"


def connection():
    with lock:
        return open_connection()


threads = [threading.Thread(target=connection) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("opened:", len(opened))
