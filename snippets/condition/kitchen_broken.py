"""A cook with a lock but no condition may look before there is work."""

import threading

lock = threading.Lock()
orders = []
cooked = []


def cook():
    with lock:
        cooked.append(orders.pop(0))


thread = threading.Thread(target=cook, name="cook")
thread.start()
with lock:
    orders.append("soup")
thread.join()
print(cooked)
