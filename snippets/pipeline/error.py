"""A stage keeps the error of one item, and goes on with the next."""

import queue
import threading

prices = queue.Queue(maxsize=1)
total = 0
errors = []


def add_up():
    global total
    while (price := prices.get()) is not None:
        try:
            total += int(price)
        except Exception as error:
            errors.append(str(error))


stage = threading.Thread(target=add_up)
stage.start()
for price in ("19", "free", "5", None):
    prices.put(price)
stage.join()
print("total:", total)
print(*errors)
