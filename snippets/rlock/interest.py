"""One locked method calls another under the same RLock."""

import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.RLock()

    def deposit(self, amount):
        with self.lock:
            self.balance += amount

    def add_interest(self):
        with self.lock:
            self.deposit(self.balance // 10)


account = Account(100)
thread = threading.Thread(target=account.add_interest)
thread.start()
account.add_interest()
thread.join()
print("balance:", account.balance)
