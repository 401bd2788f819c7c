"""Each market says it is done, and the truck leaves at the first."""

import queue
import threading

boxes = queue.SimpleQueue()
loaded = []


def market(fruit):
    boxes.put(fruit)
    boxes.put(None)


def load():
    while (box := boxes.get()) is not None:
        loaded.append(box)


threads = [
    threading.Thread(target=market, args=("apples",)),
    threading.Thread(target=market, args=("pears",)),
    threading.Thread(target=load),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("loaded:", sorted(loaded))
