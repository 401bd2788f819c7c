"""Main waits to be told that dinner is ready."""

import threading

condition = threading.Condition()


def cook():
    with condition:
        condition.notify()


thread = threading.Thread(target=cook)
thread.start()
with condition:
    condition.wait()
thread.join()
print("dinner")
