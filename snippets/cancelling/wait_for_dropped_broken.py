"""wait() waits for ever for a future that shutdown has cancelled."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

started = threading.Event()
finish = threading.Event()


def bake(cake):
    started.set()
    finish.wait()
    return cake


pool = ThreadPoolExecutor(max_workers=1)
cakes = [pool.submit(bake, cake) for cake in ("apple", "plum")]
started.wait()
pool.shutdown(wait=False, cancel_futures=True)
finish.set()
wait(cakes)
print("baked:", [c.result() for c in cakes if not c.cancelled()])
