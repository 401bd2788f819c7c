"""Results come as they finish, and a failed page spoils no other."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

failure_seen = threading.Event()


def fetch(page):
    if page == "missing":
        raise LookupError("404")
    failure_seen.wait()
    return f"text of {page}"


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {
        pool.submit(fetch, page): page for page in ("home", "missing")
    }
    for future in as_completed(futures):
        page = futures[future]
        try:
            print(f"{page}: {future.result()}")
        except LookupError as error:
            print(f"{page} failed: {error}")
        failure_seen.set()
