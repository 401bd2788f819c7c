"""Two transfers take the same two locks in opposite orders."""

import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    with source.lock:
        with target.lock:
            source.balance -= amount
            target.balance += amount


rent, savings = Account(100), Account(100)
threads = [
    threading.Thread(target=transfer, args=(rent, savings, 30)),
    threading.Thread(target=transfer, args=(savings, rent, 10)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(rent.balance, savings.balance)
