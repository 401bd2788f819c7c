"""A lock around each whole transaction keeps two orders apart."""

import sqlite3
import threading

connection = sqlite3.connect(":memory:", check_same_thread=False)
connection.execute("CREATE TABLE orders (fruit)")
transaction = threading.Lock()
insert = "INSERT INTO orders VALUES (?)"


def order_that_fails():
    with transaction, connection:
        connection.execute(insert, ["pears"])
        connection.rollback()


def order_that_works():
    with transaction, connection:
        connection.execute(insert, ["figs"])


threads = [
    threading.Thread(target=order_that_fails),
    threading.Thread(target=order_that_works),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(connection.execute("SELECT fruit FROM orders").fetchall())
connection.close()
