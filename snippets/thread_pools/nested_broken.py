"""A task waits for a task of its own pool, which has no thread left."""

from concurrent.futures import ThreadPoolExecutor


def price(item):
    return {"tea": 3, "cake": 4}[item]


def bill():
    items = [pool.submit(price, item) for item in ("tea", "cake")]
    try:
        return sum(item.result(timeout=0.1) for item in items)
    except TimeoutError:
        return "waited in vain"


with ThreadPoolExecutor(max_workers=1) as pool:
    print("bill:", pool.submit(bill).result())
