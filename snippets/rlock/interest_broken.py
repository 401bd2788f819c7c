"""One locked method calls another, and waits for itself."""

import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def deposit(self, amount):
        if self.lock.acquire(timeout=0.05):
            self.balance += amount
            self.lock.release()
        else:
            print("deposit: gave up")

    def add_interest(self):
        with self.lock:
            self.deposit(self.balance // 10)


account = Account(100)
thread = threading.Thread(target=account.add_interest)
thread.start()
thread.join()
print("balance:", account.balance)
