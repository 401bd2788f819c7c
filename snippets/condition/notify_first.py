"""A flag remembers what a notify that came too early cannot."""

import threading

condition = threading.Condition()
shop = {"open": False}


def open_shop():
    with condition:
        shop["open"] = True
        condition.notify_all()


keeper = threading.Thread(target=open_shop)
keeper.start()
keeper.join()
with condition:
    print("open:", condition.wait_for(lambda: shop["open"]))
