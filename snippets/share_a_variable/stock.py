"""The object has a lock of its own, and one of two gets the pear."""

import threading


class Stock:
    def __init__(self, pears):
        self._lock = threading.Lock()
        self._pears = pears

    def sell(self):
        with self._lock:
            if self._pears == 0:
                return False
            self._pears -= 1
            return True


def serve():
    sold.append(stock.sell())


stock = Stock(pears=1)
sold = []
sellers = [threading.Thread(target=serve) for _ in range(2)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print("sold:", sold.count(True), "of 1")
