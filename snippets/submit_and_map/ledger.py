"""A pool of one thread runs one task at a time; no deposit is lost."""

from concurrent.futures import ThreadPoolExecutor

balance = 0


def deposit(amount):
    global balance
    balance = balance + amount


with ThreadPoolExecutor(max_workers=1) as ledger:
    ledger.submit(deposit, 10)
    ledger.submit(deposit, 20)

print("balance:", balance)
