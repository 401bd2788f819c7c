"""Two downloads under one lock are never under way together."""

import threading

lock = threading.Lock()
under_way = threading.Barrier(2)
pages = {}


def download(page):
    with lock:
        try:
            under_way.wait(timeout=0.05)
            pages[page] = "with another"
        except threading.BrokenBarrierError:
            pages[page] = "alone"


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
