"""A pool of a million threads starts one for its only task."""

import threading
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=1_000_000) as pool:
    size = pool.submit(len, "a page")
    print("threads of the pool:", threading.active_count() - 1)

print("size:", size.result())
