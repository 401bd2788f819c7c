"""A thread does its slow work first, and then writes and commits."""

import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

begun = threading.Event()
go_on = threading.Event()


def write_slowly():
    begun.set()
    go_on.wait()
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        with connection:
            connection.execute("INSERT INTO orders VALUES ('pears')")


folder = tempfile.TemporaryDirectory()
path = Path(folder.name, "orders.db")
with closing(sqlite3.connect(path, timeout=30)) as connection:
    connection.execute("CREATE TABLE orders (fruit)")
    slow = threading.Thread(target=write_slowly)
    slow.start()
    begun.wait()
    with connection:
        connection.execute("INSERT INTO orders VALUES ('figs')")
    go_on.set()
    slow.join()
    print(connection.execute("SELECT fruit FROM orders").fetchall())
folder.cleanup()
