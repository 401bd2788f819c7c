"""Main looks at the flag, and then takes the lock to wait."""

import threading

condition = threading.Condition()
ready = False


# --8<-- [start:change]
def cook():
    global ready
    with condition:
        ready = True
        condition.notify()


thread = threading.Thread(target=cook)
thread.start()
if not ready:
    with condition:
        condition.wait()
    # --8<-- [end:change]
thread.join()
print("dinner")
