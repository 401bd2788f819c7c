"""Two threads append to one list, and nothing is lost."""

import threading

orders = []


def take_orders(waiter):
    for number in (1, 2):
        orders.append(f"{waiter}{number}")


waiters = [
    threading.Thread(target=take_orders, args=(name,)) for name in "AB"
]
for waiter in waiters:
    waiter.start()
for waiter in waiters:
    waiter.join()
print(sorted(orders))
