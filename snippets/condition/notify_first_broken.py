"""A notify that comes before the wait is lost."""

import threading

condition = threading.Condition()


def open_shop():
    with condition:
        condition.notify()


keeper = threading.Thread(target=open_shop)
keeper.start()
keeper.join()
with condition:
    print("woken:", condition.wait(timeout=0.05))
