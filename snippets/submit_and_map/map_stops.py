"""The results of map end at the first call that fails."""

from concurrent.futures import ThreadPoolExecutor

fetched = []

with ThreadPoolExecutor(max_workers=1) as pool:
    try:
        for price in pool.map(int, ["12", "free", "8"]):
            fetched.append(price)
    except ValueError as error:
        print("stopped:", error)

print("fetched:", fetched)
