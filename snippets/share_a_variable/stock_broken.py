"""Two threads sell from one object, and both may get the last pear."""

import threading


class Stock:
    def __init__(self, pears):
        self.pears = pears

    def sell(self):
        if self.pears == 0:
            return False
        self.pears -= 1
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
