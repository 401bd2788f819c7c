"""Two threads of a pool change one balance, and a deposit gets lost."""

from concurrent.futures import ThreadPoolExecutor

balance = 0


def deposit(amount):
    global balance
    balance = balance + amount


with ThreadPoolExecutor(max_workers=2) as ledger:
    ledger.submit(deposit, 10)
    ledger.submit(deposit, 20)

print("balance:", balance)
