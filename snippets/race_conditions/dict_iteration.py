"""A copy made under the lock can be walked through without it."""

import threading

prices = {"apple": 3, "bread": 4}
prices_lock = threading.Lock()
walking = threading.Event()
added = threading.Event()


def add_price():
    walking.wait()
    with prices_lock:
        prices["cherry"] = 5
    added.set()


adder = threading.Thread(target=add_price)
adder.start()
with prices_lock:
    names = list(prices)
for name in names:
    print(name)
    walking.set()
    added.wait()
adder.join()
print("prices now:", len(prices))
