"""A test of an account without a lock: it holds in most runs."""

import threading


class Account:
    def __init__(self):
        self.balance = 0

    def pay_in(self, amount):
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
