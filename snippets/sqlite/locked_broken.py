"""A thread keeps its transaction open, and another can't write."""

import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

begun = threading.Event()
go_on = threading.Event()


def write_slowly():
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO orders VALUES ('pears')")
        begun.set()
        go_on.wait()
        connection.commit()


folder = tempfile.TemporaryDirectory()
path = Path(folder.name, "orders.db")
with closing(sqlite3.connect(path, timeout=0.1)) as connection:
    connection.execute("CREATE TABLE orders (fruit)")
    slow = threading.Thread(target=write_slowly)
    slow.start()
    begun.wait()
    try:
        connection.execute("INSERT INTO orders VALUES ('figs')")
    except sqlite3.OperationalError as error:
        print("OperationalError:", error)
    go_on.set()
    slow.join()
folder.cleanup()
