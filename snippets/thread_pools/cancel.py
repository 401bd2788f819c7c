"""A waiting task can be cancelled, a running one cannot."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
finish = threading.Event()


def copy_disk(name):
    started.set()
    finish.wait()
    return f"{name} copied"


with ThreadPoolExecutor(max_workers=1) as pool:
    running = pool.submit(copy_disk, "A")
    waiting = pool.submit(copy_disk, "B")
    started.wait()
    print("running one cancelled:", running.cancel())
    print("waiting one cancelled:", waiting.cancel())
    finish.set()

print(running.result())
