"""A failed connection costs the task that needs it, not the pool."""

import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()


def connect():
    raise ConnectionError("db.example doesn't answer")


def ask(question):
    if not hasattr(local, "connection"):
        local.connection = connect()
    return local.connection.ask(question)


with ThreadPoolExecutor(max_workers=1) as pool:
    print("asked:", repr(pool.submit(ask, "who").exception()))
    print("size:", pool.submit(len, "a page").result())
