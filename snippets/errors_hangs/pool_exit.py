"""The task is told to stop before the end of the block."""

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
