"""The initializer fails, and with it every task of the pool."""

from concurrent.futures import ThreadPoolExecutor


def connect():
    raise ConnectionError("db.example doesn't answer")


with ThreadPoolExecutor(max_workers=1, initializer=connect) as pool:
    print(pool.submit(len, "a page").result())
