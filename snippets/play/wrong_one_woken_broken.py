"""Two guests wait for two dishes at one bell."""

import threading

condition = threading.Condition()
table = []


def wait_for(dish):
    with condition:
        while dish not in table:
            condition.wait()


def cook():
    for dish in ("tea", "cake"):
        with condition:
            table.append(dish)
            condition.notify()


guest = threading.Thread(target=wait_for, args=("tea",))
kitchen = threading.Thread(target=cook)
guest.start()
kitchen.start()
wait_for("cake")
guest.join()
kitchen.join()
print("served")
