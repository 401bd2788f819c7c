"""The object has one method for the whole change, and its own lock."""

import threading


class Stock:
    def __init__(self):
        self._items = 0
        self._lock = threading.Lock()

    @property
    def items(self):
        with self._lock:
            return self._items

    def change(self, by):
        with self._lock:
            if self._items + by < 0:
                raise ValueError("stock below zero")
            self._items += by


def receive():
    stock.change(by=1)


stock = Stock()
threads = [threading.Thread(target=receive) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock.items)
