"""A queue of our own wakes a taker for each item."""

import threading

condition = threading.Condition()
items = []


def put(item):
    with condition:
        items.append(item)
        condition.notify()


def get():
    with condition:
        while not items:
            condition.wait()
        items.pop()


takers = [threading.Thread(target=get) for _ in range(2)]
for taker in takers:
    taker.start()
put("soup")
put("salad")
for taker in takers:
    taker.join()
print("left:", items)
