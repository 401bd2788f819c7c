"""A thread of the pool opens a connection before its first task."""

import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()
opened = []


def connect(host):
    local.connection = f"connection to {host}"
    opened.append(host)


def ask(question):
    return f"{question}, over a {local.connection}"


with ThreadPoolExecutor(
    max_workers=1, initializer=connect, initargs=("db.example",)
) as pool:
    for answer in pool.map(ask, ["who", "when"]):
        print(answer)

print("opened:", opened)
