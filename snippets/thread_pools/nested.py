"""The caller waits for the small tasks, so none holds a thread idle."""

from concurrent.futures import ThreadPoolExecutor


def price(item):
    return {"tea": 3, "cake": 4}[item]


with ThreadPoolExecutor(max_workers=1) as pool:
    items = [pool.submit(price, item) for item in ("tea", "cake")]
    print("bill:", sum(item.result() for item in items))
