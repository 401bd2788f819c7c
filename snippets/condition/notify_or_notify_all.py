"""One notify wakes a thread that waits for something else."""

import threading

condition = threading.Condition()
waits = {"tea": threading.Event(), "coffee": threading.Event()}
ready = []


def customer(drink):
    with condition:
        waits[drink].set()
        condition.wait_for(lambda: drink in ready)


tea = threading.Thread(target=customer, args=["tea"])
coffee = threading.Thread(target=customer, args=["coffee"])
tea.start()
waits["tea"].wait()
coffee.start()
waits["coffee"].wait()

with condition:
    ready.append("coffee")
    condition.notify()
coffee.join(timeout=0.1)
print("after notify, coffee still waits:", coffee.is_alive())

with condition:
    ready.append("tea")
    condition.notify_all()
coffee.join()
tea.join()
print("after notify_all, coffee still waits:", coffee.is_alive())
