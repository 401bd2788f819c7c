"""map takes an argument from each iterable until the shortest ends."""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat


def price(item, amount, currency):
    return f"{amount} {item}: {amount * 3} {currency}"


items = ["tea", "cake"]
amounts = [2, 5, 100]

with ThreadPoolExecutor(max_workers=2) as pool:
    for line in pool.map(price, items, amounts, repeat("EUR")):
        print(line)
