"""The cook starts while main holds the lock, until main waits."""

import threading

condition = threading.Condition()


# --8<-- [start:change]
def cook():
    with condition:
        condition.notify()


thread = threading.Thread(target=cook)
with condition:
    thread.start()
    condition.wait()
    # --8<-- [end:change]
thread.join()
print("dinner")
