"""A task of a pool fails, nobody asks for its result, all is silent."""

from concurrent.futures import ThreadPoolExecutor


def check_order(number):
    raise LookupError(f"order {number} is not in the books")


with ThreadPoolExecutor() as pool:
    pool.submit(check_order, 7)
print("all orders checked")
