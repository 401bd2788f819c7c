"""wait() with FIRST_COMPLETED, in a loop, hands out what is done."""

import threading
from concurrent.futures import (
    FIRST_COMPLETED,
    ThreadPoolExecutor,
    wait,
)

tea_served = threading.Event()


def make(drink):
    if drink == "coffee":
        tea_served.wait()
    return drink


with ThreadPoolExecutor(max_workers=1) as pool:
    waiting = {pool.submit(make, d) for d in ("tea", "coffee")}
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            print("serve", future.result(), "- to come:", len(waiting))
        tea_served.set()
