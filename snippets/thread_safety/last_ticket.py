"""One call both looks and takes, so the last ticket is sold once."""

import queue
import threading

tickets = queue.Queue()
tickets.put("seat 1")
sold = []


def sell():
    try:
        sold.append(tickets.get_nowait())
    except queue.Empty:
        sold.append("sold out")


sellers = [threading.Thread(target=sell) for _ in range(2)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(sorted(sold))
