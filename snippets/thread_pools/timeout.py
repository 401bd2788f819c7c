"""A timeout ends the waiting, and the task goes on to its end."""

import threading
from concurrent.futures import ThreadPoolExecutor

answer_now = threading.Event()


def ask():
    answer_now.wait()
    return "yes"


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(ask)
    try:
        future.result(timeout=0.05)
    except TimeoutError:
        print("no answer yet; finished:", future.done())
    answer_now.set()
    print("the answer:", future.result())
