"""Two threads fetch a page each, at the same time."""

import threading
import time

pages = {}


def fetch(name):
    time.sleep(0.1)
    pages[name] = f"the page {name}"


threads = [
    threading.Thread(target=fetch, args=(name,))
    for name in ("news", "weather")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(pages["news"])
print(pages["weather"])
