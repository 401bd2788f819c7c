"""Nobody reads what map returns, so nobody hears of the failure."""

from concurrent.futures import ThreadPoolExecutor

saved = []


def save(order):
    saved.append(int(order))


with ThreadPoolExecutor(max_workers=1) as pool:
    pool.map(save, ["12", "free"])

print("saved:", saved)
