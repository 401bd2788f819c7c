"""An exception skips the release, and the lock stays locked."""

import threading

lock = threading.Lock()
orders = []


def book(order, price):
    lock.acquire()
    orders.append((order, float(price)))
    lock.release()


thread = threading.Thread(target=book, args=("tea", "cheap"))
thread.start()
thread.join()
print("still locked:", lock.locked())
