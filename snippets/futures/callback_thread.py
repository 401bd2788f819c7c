"""The callback passes the future on, and the main thread shows it."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

finished = queue.SimpleQueue()


def show(future):
    in_main = threading.current_thread() is threading.main_thread()
    print("shown by", "the main thread" if in_main else "a pool thread")


with ThreadPoolExecutor(max_workers=1) as pool:
    pool.submit(len, "a page").add_done_callback(finished.put)
    show(finished.get())
