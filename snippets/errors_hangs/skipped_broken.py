"""A bad order skips task_done(), so join() waits for ever."""

import queue
import threading

orders = queue.Queue()
prices = []


def work():
    for _ in range(2):
        order = orders.get()
        try:
            price = float(order)
        except ValueError:
            continue
        prices.append(price)
        orders.task_done()


worker = threading.Thread(target=work)
worker.start()
orders.put("cheap")
orders.put("3.5")
orders.join()
worker.join()
print(prices)
