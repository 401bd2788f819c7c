"""Each thread of a pool keeps one connection for all of its tasks."""

import sqlite3
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

local = threading.local()
opened = []


def connect(path):
    local.connection = sqlite3.connect(path, check_same_thread=False)
    opened.append(local.connection)


def square(number):
    query = "SELECT ? * ?"
    row = local.connection.execute(query, [number, number]).fetchone()
    return row[0]


with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "numbers.db")
    pool = ThreadPoolExecutor(2, initializer=connect, initargs=[path])
    with pool:
        squares = list(pool.map(square, [1, 2, 3, 4]))
    for connection in opened:
        connection.close()
print(squares)
