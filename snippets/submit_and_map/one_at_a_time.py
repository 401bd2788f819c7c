"""All tasks are handed in first, so they can run at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

log = []
both_here = threading.Barrier(2)


def fetch(page):
    log.append("begins")
    both_here.wait()
    log.append("ends")
    return page


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(fetch, page) for page in ("home", "news")]
    pages = [future.result() for future in futures]

print(log)
