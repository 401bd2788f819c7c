"""The shelf looks and takes under one lock, and says how it went."""

import threading


class Shelf:
    def __init__(self, copies):
        self.copies = copies
        self.lock = threading.Lock()

    def try_to_take_one(self):
        with self.lock:
            if self.copies == 0:
                return False
            self.copies -= 1
            return True


def buy():
    shelf.try_to_take_one()


shelf = Shelf(copies=1)
customers = [threading.Thread(target=buy) for _ in range(2)]
for customer in customers:
    customer.start()
for customer in customers:
    customer.join()
print("copies left:", shelf.copies)
