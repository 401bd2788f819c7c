"""The truck leaves when as many markets are done as there are."""

import queue
import threading

boxes = queue.SimpleQueue()
loaded = []


def market(fruit):
    boxes.put(fruit)
    boxes.put(None)


def load(markets):
    while markets:
        box = boxes.get()
        if box is None:
            markets -= 1
        else:
            loaded.append(box)


threads = [
    threading.Thread(target=market, args=("apples",)),
    threading.Thread(target=market, args=("pears",)),
    threading.Thread(target=load, args=(2,)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("loaded:", sorted(loaded))
