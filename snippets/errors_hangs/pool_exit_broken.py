"""The block waits for a task that waits for the line after it."""

import threading
from concurrent.futures import ThreadPoolExecutor

stop = threading.Event()


def watch():
    stop.wait()
    return "stopped"


with ThreadPoolExecutor() as pool:
    watcher = pool.submit(watch)
stop.set()
print(watcher.result())
