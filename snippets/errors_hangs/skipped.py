"""In a finally block, task_done() is called for the bad order, too."""

import queue
import threading

orders = queue.Queue()
prices = []


def work():
    for _ in range(2):
        order = orders.get()
        try:
            prices.append(float(order))
        except ValueError:
            continue
        finally:
            orders.task_done()


worker = threading.Thread(target=work)
worker.start()
orders.put("cheap")
orders.put("3.5")
orders.join()
worker.join()
print(prices)
