"""The guest waits a second at most, and then takes a plate."""

import threading

condition = threading.Condition()
plates = []


# --8<-- [start:change]
def guest():
    with condition:
        if not plates:
            condition.wait(timeout=1)
        plates.pop()
    # --8<-- [end:change]


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
