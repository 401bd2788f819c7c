"""A timeout is taken for a failure, and the order is sent again."""

from concurrent.futures import ThreadPoolExecutor

kitchen = []


def order(pizza):
    kitchen.append(pizza)


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(order, "Margherita")
    try:
        future.result(timeout=5)
    except TimeoutError:
        pool.submit(order, "Margherita")

print("pizzas:", len(kitchen))
