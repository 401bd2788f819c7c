"""The lock ends when the pool is found, and it's closed before use."""

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


def find():
    with lock:
        return pools.get("db")


def query():
    pool = find()
    if pool:
        pool.connection()


def close():
    with lock:
        pools.pop("db").open = False


threads = [threading.Thread(target=f) for f in (query, close)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("pools left:", len(pools))
