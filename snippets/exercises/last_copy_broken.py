"""Each method of the shelf locks, and two may buy the last copy."""

import threading


class Shelf:
    def __init__(self, copies):
        self.copies = copies
        self.lock = threading.Lock()

    def has_one(self):
        with self.lock:
            return self.copies > 0

    def take_one(self):
        with self.lock:
            self.copies -= 1


def buy():
    if shelf.has_one():
        shelf.take_one()


shelf = Shelf(copies=1)
customers = [threading.Thread(target=buy) for _ in range(2)]
for customer in customers:
    customer.start()
for customer in customers:
    customer.join()
print("copies left:", shelf.copies)
