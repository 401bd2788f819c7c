"""A price that is not there yet is looked up in the task itself."""

from concurrent.futures import ThreadPoolExecutor

prices = {}


def look_up():
    prices["tea"] = 3


def bill():
    if "tea" not in prices:
        look_up()
    return prices["tea"]


with ThreadPoolExecutor(max_workers=1) as pool:
    task = pool.submit(bill)
    prices["tea"] = 3
    print("bill:", task.result())
