"""One thread has the connection; others put their orders in a queue."""

import queue
import sqlite3
import threading
from contextlib import closing

orders = queue.Queue()
stored = []


def write():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE orders (fruit, amount)")
        insert = "INSERT INTO orders VALUES (?, ?)"
        while (order := orders.get()) is not None:
            with connection:
                connection.execute(insert, order)
        total = "SELECT sum(amount) FROM orders"
        stored.append(connection.execute(total).fetchone()[0])


def sell(fruit, amount):
    orders.put((fruit, amount))


writer = threading.Thread(target=write)
sellers = [
    threading.Thread(target=sell, args=("pears", 2)),
    threading.Thread(target=sell, args=("figs", 3)),
]
for thread in (writer, *sellers):
    thread.start()
for seller in sellers:
    seller.join()
orders.put(None)
writer.join()
print("sold:", stored[0])
