"""The guest looks for a plate again each time he is woken."""

import threading

condition = threading.Condition()
plates = []


# --8<-- [start:change]
def guest():
    with condition:
        while not plates:
            condition.wait()
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
