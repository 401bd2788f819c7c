"""Asking each future for its result brings its exception here."""

from concurrent.futures import ThreadPoolExecutor


def check_order(number):
    raise LookupError(f"order {number} is not in the books")


with ThreadPoolExecutor() as pool:
    future = pool.submit(check_order, 7)
try:
    future.result()
    print("all orders checked")
except LookupError as error:
    print("not checked:", error)
