"""The end of the program waits for the tasks of a pool."""

import threading
from concurrent.futures import ThreadPoolExecutor

last_line = threading.Event()


def save():
    last_line.wait()
    print("the task: saved")


pool = ThreadPoolExecutor(max_workers=1)
pool.submit(save)
pool.shutdown(wait=False)
print("the main thread: last line")
last_line.set()
