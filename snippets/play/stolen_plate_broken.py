"""The guest looks for a plate once, and the cook is hungry."""

import threading

condition = threading.Condition()
plates = []


def guest():
    with condition:
        if not plates:
            condition.wait()
        plates.pop()


thread = threading.Thread(target=guest)
thread.start()
with condition:
    plates.append("soup")
    condition.notify()
with condition:
    if plates:
        plates.pop()
with condition:
    plates.append("salad")
    condition.notify()
thread.join()
print("closed")
