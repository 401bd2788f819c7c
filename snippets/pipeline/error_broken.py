"""A stage dies, and the one before it waits for room for ever."""

import queue
import threading

prices = queue.Queue(maxsize=1)
total = 0


def add_up():
    global total
    while (price := prices.get()) is not None:
        total += int(price)


stage = threading.Thread(target=add_up)
stage.start()
for price in ("19", "free", "5", None):
    prices.put(price)
stage.join()
print("total:", total)
