"""Each thread takes a lock, but not the same one."""

import threading

deposits = threading.Lock()
payments = threading.Lock()
balance = 100


def deposit():
    global balance
    with deposits:
        balance += 50


def pay():
    global balance
    with payments:
        balance -= 20


other = threading.Thread(target=deposit)
other.start()
pay()
other.join()
print("balance:", balance)
