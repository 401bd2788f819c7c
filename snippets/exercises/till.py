"""Main gives the lock back before it waits for the task."""

import threading
from concurrent.futures import ThreadPoolExecutor

lock = threading.Lock()
till = 0


def put_in(amount):
    global till
    with lock:
        till += amount


with ThreadPoolExecutor(max_workers=1) as pool:
    tips = pool.submit(put_in, 5)
    with lock:
        till += 20
    tips.result()
print("in the till:", till)
