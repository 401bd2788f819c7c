"""A thread uses the connection that the main thread has opened."""

import sqlite3
import threading

connection = sqlite3.connect(":memory:")


def ask():
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError as error:
        first, _, _ = str(error).partition(". ")
        print(first)


thread = threading.Thread(target=ask)
thread.start()
thread.join()
connection.close()
