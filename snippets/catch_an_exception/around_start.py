"""The same try around result() catches what the task has raised."""

from concurrent.futures import ThreadPoolExecutor


def read_price(text):
    return float(text)


with ThreadPoolExecutor() as pool:
    future = pool.submit(read_price, "cheap")
    try:
        print("price read:", future.result())
    except ValueError:
        print("not a price")
