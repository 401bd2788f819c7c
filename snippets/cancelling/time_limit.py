"""When the time is up, the task is told to stop, and it does."""

import threading
from concurrent.futures import ThreadPoolExecutor

stop = threading.Event()


def search():
    while not stop.wait(timeout=60):
        pass
    return "nothing found so far"


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(search)
    try:
        print(future.result(timeout=0.05))
    except TimeoutError:
        stop.set()
        print("time is up:", future.result())
