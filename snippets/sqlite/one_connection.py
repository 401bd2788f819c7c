"""Each thread opens a connection of its own, and closes it."""

import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

folder = tempfile.TemporaryDirectory()
path = Path(folder.name, "orders.db")


def add(fruit):
    with closing(sqlite3.connect(path)) as connection:
        with connection:
            insert = "INSERT INTO orders VALUES (?)"
            connection.execute(insert, [fruit])


with closing(sqlite3.connect(path)) as connection:
    connection.execute("CREATE TABLE orders (fruit)")
    fruits = ("figs", "pears")
    threads = [threading.Thread(target=add, args=[f]) for f in fruits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = "SELECT fruit FROM orders ORDER BY fruit"
    print(connection.execute(query).fetchall())
folder.cleanup()
