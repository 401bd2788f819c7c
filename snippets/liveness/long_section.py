"""Downloads outside the lock can be under way at the same time."""

import threading

lock = threading.Lock()
under_way = threading.Barrier(2)
pages = {}


def download(page):
    under_way.wait()
    with lock:
        pages[page] = "with another"


threads = [
    threading.Thread(target=download, args=(page,))
    for page in ("home", "news")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for page in ("home", "news"):
    print(f"{page}: {pages[page]}")
