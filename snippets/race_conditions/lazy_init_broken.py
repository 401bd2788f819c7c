"""Both threads may find no connection, and both open one."""

import threading

opened = []
shared_connection = None


def connect():
    opened.append("connection")
    return "connection"


def get_connection():
    global shared_connection
    if shared_connection is None:
        shared_connection = connect()
    return shared_connection


threads = [threading.Thread(target=get_connection) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("opened:", len(opened))
