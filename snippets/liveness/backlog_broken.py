"""A queue without a limit grows when its producer is the faster one."""

import queue
import threading

pages = queue.Queue()
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
