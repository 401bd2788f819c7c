"""A callback runs in the pool's thread, or in the one that adds it."""

import threading
from concurrent.futures import ThreadPoolExecutor

callers = []


def show(future):
    in_main = threading.current_thread() is threading.main_thread()
    callers.append("the main thread" if in_main else "a pool thread")


with ThreadPoolExecutor(max_workers=1) as pool:
    pool.submit(len, "a page").add_done_callback(show)

print("shown by", callers[0])
