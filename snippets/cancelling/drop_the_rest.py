"""shutdown(cancel_futures=True) drops what has not begun."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
finish = threading.Event()


def bake(cake):
    started.set()
    finish.wait()
    return cake


with ThreadPoolExecutor(max_workers=1) as pool:
    cakes = [pool.submit(bake, c) for c in ("apple", "plum", "lemon")]
    started.wait()
    pool.shutdown(wait=False, cancel_futures=True)
    finish.set()

print("cancelled:", [cake.cancelled() for cake in cakes])
print("baked:", [c.result() for c in cakes if not c.cancelled()])
