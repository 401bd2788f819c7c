"""Two threads add their counts to one Counter."""

import threading
from collections import Counter

stock = Counter(pears=0)


def deliver():
    stock.update({"pears": 1})


threads = [threading.Thread(target=deliver) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock["pears"])
