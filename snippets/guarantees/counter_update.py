"""Each thread fills a Counter of its own; main adds them up."""

import threading
from collections import Counter

deliveries = [Counter(), Counter()]


def deliver(own):
    own.update({"pears": 1})


threads = [
    threading.Thread(target=deliver, args=(own,)) for own in deliveries
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
stock = sum(deliveries, Counter())
print(stock["pears"])
