"""One thread owns the stock; others send it orders through a queue."""

import queue
import threading

orders = queue.Queue()
stock = {"pears": 5}


def keep_stock():
    while (order := orders.get()) is not None:
        fruit, amount = order
        stock[fruit] -= amount


def sell(amount):
    orders.put(("pears", amount))


keeper = threading.Thread(target=keep_stock)
sellers = [
    threading.Thread(target=sell, args=(amount,)) for amount in (1, 2)
]
for thread in (keeper, *sellers):
    thread.start()
for seller in sellers:
    seller.join()
orders.put(None)
keeper.join()
print(stock)
