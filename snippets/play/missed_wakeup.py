"""Main looks whether dinner is ready before it waits to be told."""

import threading

condition = threading.Condition()
ready = False


def cook():
    global ready
    with condition:
        ready = True
        condition.notify_all()


thread = threading.Thread(target=cook)
thread.start()
with condition:
    while not ready:
        condition.wait()
thread.join()
print("dinner")
