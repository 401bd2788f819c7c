"""Two safe calls in a row are not one safe call."""

import queue
import threading

tickets = queue.Queue()
tickets.put("seat 1")
sold = []


def sell():
    if not tickets.empty():
        sold.append(tickets.get_nowait())


sellers = [threading.Thread(target=sell) for _ in range(2)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(sold)
