"""Every transfer takes the locks in the order of account numbers."""

import threading


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    first, second = source, target
    if second.number < first.number:
        first, second = second, first
    with first.lock:
        with second.lock:
            source.balance -= amount
            target.balance += amount


rent, savings = Account(1, 100), Account(2, 100)
threads = [
    threading.Thread(target=transfer, args=(rent, savings, 30)),
    threading.Thread(target=transfer, args=(savings, rent, 10)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(rent.balance, savings.balance)
