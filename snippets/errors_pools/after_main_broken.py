"""A thread hands in a task when the main thread has ended."""

import threading
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def report():
    threading.main_thread().join()
    pool.submit(print, "report sent")


threading.Thread(target=report).start()
