"""A thread pool shares the basket; a process pool sends a copy."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def add_apple(basket):
    basket.append("apple")
    return basket


if __name__ == "__main__":
    for new_pool in ThreadPoolExecutor, ProcessPoolExecutor:
        basket = []
        with new_pool(max_workers=2) as pool:
            answer = pool.submit(add_apple, basket).result()
        print(new_pool.__name__)
        print("  answer:", answer)
        print("  basket:", basket)
        print("  the same list:", answer is basket)
