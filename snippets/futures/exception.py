"""exception() hands over what result() would raise."""

from concurrent.futures import ThreadPoolExecutor

PRICES = {"tea": 3, "cake": 4}

with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {
        item: pool.submit(PRICES.__getitem__, item)
        for item in ("tea", "soup")
    }

for item, future in futures.items():
    error = future.exception()
    if error is None:
        print(item, "costs", future.result())
    else:
        print(item, "has no price:", repr(error))
