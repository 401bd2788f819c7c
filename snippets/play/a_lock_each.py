"""Both threads take the one lock of the balance."""

import threading

lock = threading.Lock()
balance = 100


def deposit():
    global balance
    with lock:
        balance += 50


def pay():
    global balance
    with lock:
        balance -= 20


other = threading.Thread(target=deposit)
other.start()
pay()
other.join()
print("balance:", balance)
