"""Each thread opens a database connection of its own and closes it."""

import sqlite3
import threading

local = threading.local()
answers = []


def connection():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(":memory:")
    return local.connection


def ask(number):
    for _ in range(2):
        row = connection().execute("SELECT ? * 2", (number,)).fetchone()
        answers.append(row[0])
    connection().close()
    del local.connection


threads = [threading.Thread(target=ask, args=(n,)) for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(answers))
