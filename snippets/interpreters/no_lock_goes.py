"""What a process gets has to be pickled, and a lock can't be."""

import threading
from concurrent.futures import ProcessPoolExecutor


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


class SendableAccount(Account):
    def __getstate__(self):
        return self.balance

    def __setstate__(self, balance):
        self.__init__(balance)


def interest(account):
    with account.lock:
        return account.balance * 0.02


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        for account in Account(100), SendableAccount(100):
            try:
                print(pool.submit(interest, account).result())
            except TypeError as error:
                print("TypeError:", error)
