"""Two threads share a connection, and one rolls back both orders."""

import sqlite3
import threading

connection = sqlite3.connect(":memory:", check_same_thread=False)
connection.execute("CREATE TABLE orders (fruit)")
halfway = threading.Event()
other_is_done = threading.Event()
insert = "INSERT INTO orders VALUES (?)"


def order_that_fails():
    connection.execute(insert, ["pears"])
    halfway.set()
    other_is_done.wait()
    connection.rollback()


def order_that_works():
    halfway.wait()
    connection.execute(insert, ["figs"])
    other_is_done.set()


threads = [
    threading.Thread(target=order_that_fails),
    threading.Thread(target=order_that_works),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
connection.commit()
print(connection.execute("SELECT fruit FROM orders").fetchall())
connection.close()
