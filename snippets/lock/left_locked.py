"""A with block releases the lock even when an exception leaves it."""

import threading

lock = threading.Lock()
orders = []


def book(order, price):
    with lock:
        orders.append((order, float(price)))


thread = threading.Thread(target=book, args=("tea", "cheap"))
thread.start()
thread.join()
print("still locked:", lock.locked())
