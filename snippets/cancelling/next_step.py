"""A callback submits the next task if its own was not cancelled."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
finish = threading.Event()


def bake():
    started.set()
    finish.wait()


def eat(cake):
    if not cake.cancelled():
        pool.submit(print, "eaten")


pool = ThreadPoolExecutor(max_workers=1)
pool.submit(bake)
second = pool.submit(bake)
second.add_done_callback(eat)
started.wait()
pool.shutdown(wait=False, cancel_futures=True)
finish.set()
print("the second was cancelled:", second.cancelled())
