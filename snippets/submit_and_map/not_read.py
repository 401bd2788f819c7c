"""Reading what map returns brings the failure to light."""

from concurrent.futures import ThreadPoolExecutor

saved = []


def save(order):
    saved.append(int(order))


with ThreadPoolExecutor(max_workers=1) as pool:
    try:
        list(pool.map(save, ["12", "free"]))
    except ValueError as error:
        print("not saved:", error)

print("saved:", saved)
