"""A full queue makes the producer wait for its consumer."""

import queue
import threading

pages = queue.Queue(maxsize=1)
longest = 1


def download():
    global longest
    for page in ("home", "news", "help"):
        pages.put(page)
        longest = max(longest, pages.qsize())
    pages.put(None)


producer = threading.Thread(target=download)
producer.start()
while pages.get() is not None:
    pass
producer.join()
print("longest queue:", longest)
