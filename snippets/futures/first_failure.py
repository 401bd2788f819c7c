"""wait() with FIRST_EXCEPTION returns when one task has failed."""

import threading
from concurrent.futures import (
    FIRST_EXCEPTION,
    ThreadPoolExecutor,
    wait,
)

failure_seen = threading.Event()


def load(table):
    if table == "orders":
        raise LookupError("no table orders")
    failure_seen.wait()
    return table


with ThreadPoolExecutor(max_workers=1) as pool:
    tables = ("orders", "prices")
    futures = [pool.submit(load, table) for table in tables]
    done, not_done = wait(futures, return_when=FIRST_EXCEPTION)
    for table, future in zip(tables, futures):
        print(table, "done" if future in done else "not done")
    failure_seen.set()
