"""Each thread makes a generator of its own from the function."""

import threading

sums = []


def prices():
    yield from (3, 4, 5)


def add_up():
    sums.append(sum(prices()))


threads = [threading.Thread(target=add_up) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sums)
