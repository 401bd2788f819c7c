"""The check and the act stand under one lock: one connection."""

import threading

opened = []
shared_connection = None
connection_lock = threading.Lock()


def connect():
    opened.append("connection")
    return "connection"


def get_connection():
    global shared_connection
    with connection_lock:
        if shared_connection is None:
            shared_connection = connect()
        return shared_connection


threads = [threading.Thread(target=get_connection) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("opened:", len(opened))
