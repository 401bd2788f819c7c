"""A cook waits until there is an order, then takes it."""

import threading

condition = threading.Condition()
orders = []
cooked = []


def cook():
    with condition:
        condition.wait_for(lambda: orders)
        cooked.append(orders.pop(0))


thread = threading.Thread(target=cook, name="cook")
thread.start()
with condition:
    orders.append("soup")
    condition.notify()
thread.join()
print(cooked)
