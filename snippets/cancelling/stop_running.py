"""A running task looks at an event and ends when it is set."""

import threading
from concurrent.futures import ThreadPoolExecutor

stop = threading.Event()
started = threading.Event()


def copy_pages():
    pages = 0
    while not stop.is_set():
        pages = 1
        started.set()
        stop.wait()
    return f"stopped after {pages} page"


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(copy_pages)
    started.wait()
    print("cancel():", future.cancel())
    stop.set()

print(future.result())
