"""The quick page is fetched first, and map gives the slow one first."""

import threading
from concurrent.futures import ThreadPoolExecutor

quick_is_here = threading.Event()
fetched = []


def fetch(page):
    if page == "slow":
        quick_is_here.wait()
    fetched.append(page)
    if page == "quick":
        quick_is_here.set()
    return page


with ThreadPoolExecutor(max_workers=2) as pool:
    results = list(pool.map(fetch, ["slow", "quick"]))

print("fetched:", fetched)
print("results:", results)
