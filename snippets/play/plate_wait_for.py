"""The guest waits until there is a plate for him."""

import threading

condition = threading.Condition()
plates = []


# --8<-- [start:change]
def guest():
    with condition:
        condition.wait_for(lambda: plates)
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
