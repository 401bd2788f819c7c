"""Two threads, and no more, work on three pages from a queue."""

import queue
import threading

pages = queue.Queue()
for page in ("home", "news", "shop"):
    pages.put(page)
saved = []


def download():
    while True:
        try:
            page = pages.get_nowait()
        except queue.Empty:
            return
        saved.append(page)


workers = [threading.Thread(target=download) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("saved:", sorted(saved))
