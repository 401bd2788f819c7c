"""The main thread waits for the thread that still hands in tasks."""

import threading
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def report():
    pool.submit(print, "report sent")


reporter = threading.Thread(target=report)
reporter.start()
reporter.join()
