"""The same `+= 1`, but the attribute has become a property."""

import threading


class Stock:
    def __init__(self):
        self._items = 0

    @property
    def items(self):
        return self._items

    @items.setter
    def items(self, number):
        if number < 0:
            raise ValueError("stock below zero")
        self._items = number


def receive():
    stock.items += 1


stock = Stock()
threads = [threading.Thread(target=receive) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock.items)
