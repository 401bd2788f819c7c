"""The callback is registered after the lock has been released."""

import threading
from concurrent.futures import ThreadPoolExecutor

lock = threading.Lock()
sizes = []


def note(future):
    with lock:
        sizes.append(future.result())


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(len, "a page")
    with lock:
        sizes.append(0)
    future.add_done_callback(note)

print(sizes)
