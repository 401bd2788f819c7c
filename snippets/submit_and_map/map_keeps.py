"""Each call returns its own failure, so map delivers all of them."""

from concurrent.futures import ThreadPoolExecutor


def price(text):
    try:
        return int(text)
    except ValueError as error:
        return error


with ThreadPoolExecutor(max_workers=1) as pool:
    for result in pool.map(price, ["12", "free", "8"]):
        if isinstance(result, Exception):
            print("failed:", result)
        else:
            print("price:", result)
