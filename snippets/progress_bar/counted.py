"""The main thread counts what comes out of a queue of progress."""

import queue
import threading

pages = ["home", "news", "shop"]
finished = queue.Queue()


def download(pages):
    for page in pages:
        finished.put(page)


workers = [
    threading.Thread(target=download, args=[pages[:2]]),
    threading.Thread(target=download, args=[pages[2:]]),
]
for worker in workers:
    worker.start()
for count in range(1, len(pages) + 1):
    finished.get()
    print(f"{count} of {len(pages)}, {count / len(pages):.0%}")
for worker in workers:
    worker.join()
