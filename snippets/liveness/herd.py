"""One order comes, and notify() wakes one cook, who takes it."""

import threading

condition = threading.Condition()
asleep = threading.Semaphore(0)
orders = []
woken_for_nothing = 0


def cook():
    global woken_for_nothing
    with condition:
        asleep.release()
        condition.wait()
        while not orders:
            woken_for_nothing += 1
            condition.wait()
        orders.pop()


cooks = [threading.Thread(target=cook) for _ in range(2)]
for thread in cooks:
    thread.start()
for _ in cooks:
    asleep.acquire()
for order in ("soup", "salad"):
    with condition:
        orders.append(order)
        condition.notify()
for thread in cooks:
    thread.join()
print("woken for nothing:", woken_for_nothing)
