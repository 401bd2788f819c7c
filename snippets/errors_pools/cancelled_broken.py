"""The result of a cancelled task is asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
finish = threading.Event()


def bake(cake):
    started.set()
    finish.wait()
    return cake


with ThreadPoolExecutor(max_workers=1) as pool:
    cakes = [pool.submit(bake, cake) for cake in ("apple", "plum")]
    started.wait()
    cakes[1].cancel()
    finish.set()

print([cake.result() for cake in cakes])
