"""Two threads add one to a key that their Counter doesn't have yet."""

import threading
from collections import Counter

stock = Counter()


def deliver():
    stock["pears"] += 1


threads = [threading.Thread(target=deliver) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock["pears"])
