"""A consumer waits with `while` for what one producer makes."""

import threading

condition = threading.Condition()
items = []
got = []


def consume():
    with condition:
        while not items:
            condition.wait()
        got.append(items.pop())


def produce():
    with condition:
        items.append("item")
        condition.notify()


consumer = threading.Thread(target=consume)
producer = threading.Thread(target=produce)
consumer.start()
producer.start()
consumer.join()
producer.join()
print(got)
