"""The same test of an account with a lock: it holds in every run."""

import threading


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = threading.Lock()

    def pay_in(self, amount):
        with self.lock:
            before = self.balance
            self.balance = before + amount


def test_no_money_is_lost():
    account = Account()
    threads = [
        threading.Thread(target=account.pay_in, args=[amount])
        for amount in (10, 20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert account.balance == 30


if __name__ == "__main__":
    test_no_money_is_lost()
    print("it holds in this run")
