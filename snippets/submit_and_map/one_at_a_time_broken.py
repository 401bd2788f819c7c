"""Asking for each result at once runs the tasks one at a time."""

from concurrent.futures import ThreadPoolExecutor

log = []


def fetch(page):
    log.append("begins")
    log.append("ends")
    return page


with ThreadPoolExecutor(max_workers=2) as pool:
    for page in ("home", "news"):
        pool.submit(fetch, page).result()

print(log)
