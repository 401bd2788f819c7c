"""A queue for two refuses a third until one is taken."""

import queue

orders = queue.Queue(maxsize=2)
orders.put("tea")
orders.put("cake")

try:
    orders.put("coffee", timeout=0.05)
except queue.Full:
    print("full: coffee has to wait")

print("served:", orders.get())
orders.put("coffee")
print("waiting:", orders.qsize())
