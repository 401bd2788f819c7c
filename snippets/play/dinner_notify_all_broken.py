"""All who wait are told, if there is anybody."""

import threading

condition = threading.Condition()


# --8<-- [start:change]
def cook():
    with condition:
        condition.notify_all()


thread = threading.Thread(target=cook)
thread.start()
with condition:
    condition.wait()
    # --8<-- [end:change]
thread.join()
print("dinner")
