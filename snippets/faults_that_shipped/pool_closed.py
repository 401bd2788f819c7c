"""The lock is held until the caller has what it wanted of the pool."""

import threading

lock = threading.Lock()


class Pool:
    def __init__(self):
        self.open = True

    def connection(self):
        if not self.open:
            raise ConnectionError("the pool is closed")
        return "connection"


pools = {"db": Pool()}


def connection():
    with lock:
        pool = pools.get("db")
        return pool and pool.connection()


def query():
    connection()


def close():
    with lock:
        pools.pop("db").open = False


threads = [threading.Thread(target=f) for f in (query, close)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("pools left:", len(pools))
