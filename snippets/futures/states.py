"""One future is pending, running and done; another one is cancelled."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
finish = threading.Event()


def bake(cake):
    started.set()
    finish.wait()
    return cake


def state(future):
    if future.cancelled():
        return "cancelled"
    if future.done():
        return "done"
    return "running" if future.running() else "pending"


with ThreadPoolExecutor(max_workers=1) as pool:
    first = pool.submit(bake, "apple cake")
    second = pool.submit(bake, "plum cake")
    third = pool.submit(bake, "cheese cake")
    started.wait()
    third.cancel()
    print([state(future) for future in (first, second, third)])
    finish.set()

print([state(future) for future in (first, second, third)])
print(first.result(), "and", second.result())
