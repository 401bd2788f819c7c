"""The notification may come before the wait: nobody is woken."""

import threading

condition = threading.Condition()


def wait():
    with condition:
        condition.wait()


thread = threading.Thread(target=wait)
thread.start()
with condition:
    condition.notify()
thread.join()
print("woken")
