"""Writers copy, change and swap under a lock; readers need none."""

import threading

prices = {"pear": 1}
writing = threading.Lock()
seen = []


def set_price(fruit, price):
    global prices
    with writing:
        new = dict(prices)
        new[fruit] = price
        prices = new


def read():
    current = prices
    seen.append([current[fruit] for fruit in current])


threads = [
    threading.Thread(target=set_price, args=("fig", 2)),
    threading.Thread(target=set_price, args=("plum", 3)),
    threading.Thread(target=read),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("read without an error:", len(seen) == 1)
print("prices:", sorted(prices))
