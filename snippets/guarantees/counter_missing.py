"""Under a lock, looking the key up and storing it are one step."""

import threading
from collections import Counter

stock = Counter()
stock_lock = threading.Lock()


def deliver():
    with stock_lock:
        stock["pears"] += 1


threads = [threading.Thread(target=deliver) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock["pears"])
