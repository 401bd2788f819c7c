"""Two cooks check for work once, with if, before they take it."""

import threading

condition = threading.Condition()
orders = []
cooked = []


def cook():
    with condition:
        if not orders:
            condition.wait()
        cooked.append(orders.pop(0))


cooks = [threading.Thread(target=cook) for _ in range(2)]
for thread in cooks:
    thread.start()
for order in ("soup", "salad"):
    with condition:
        orders.append(order)
        condition.notify()
for thread in cooks:
    thread.join()
print(sorted(cooked))
