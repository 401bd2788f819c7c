"""A consumer waits with `while` until the producer has made an item."""

import threading

condition = threading.Condition()
items = []
got = []


def consume():
    with condition:
        while not items:
            condition.wait()
        got.append(items.pop())


def produce(value):
    with condition:
        items.append(value)
        condition.notify()


threads = [
    threading.Thread(target=consume),
    threading.Thread(target=consume),
    threading.Thread(target=produce, args=(1,)),
    threading.Thread(target=produce, args=(2,)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(got))
