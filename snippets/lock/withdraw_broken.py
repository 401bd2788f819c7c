"""Two threads check one balance, and both may find it large enough."""

import threading

balance = 100
paid = []


def pay(amount):
    global balance
    balance -= amount
    paid.append(amount)


def withdraw(amount):
    if balance >= amount:
        pay(amount)


threads = [
    threading.Thread(target=withdraw, args=(80,)) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"paid out {sum(paid)}, left {balance}")
