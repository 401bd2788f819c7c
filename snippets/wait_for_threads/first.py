"""The main thread goes on as soon as one of two mirrors answers."""

import threading
from concurrent.futures import (
    FIRST_COMPLETED,
    ThreadPoolExecutor,
    wait,
)

enough = threading.Event()


def ask(mirror):
    if mirror == "slow":
        enough.wait()
    return f"file from {mirror}"


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(ask, mirror) for mirror in ("slow", "fast")]
    done, rest = wait(futures, return_when=FIRST_COMPLETED)
    enough.set()
    print(done.pop().result(), "| still asking:", len(rest))
