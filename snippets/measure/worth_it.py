"""Do threads help? The same jobs with one, two and four of them."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor


def job(size):
    """Put your own job here. This one waits, and computes a little."""
    time.sleep(size / 1000)
    return sum(range(size * 100))


def run(threads, sizes):
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return sum(pool.map(job, sizes))


sizes = [int(sys.argv[1]) if len(sys.argv) > 1 else 5] * 8
totals = set()
for threads in (1, 2, 4, 1):
    wall, cpu = time.perf_counter(), time.process_time()
    totals.add(run(threads, sizes))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if len(sys.argv) > 1:
        print(f"{threads} threads: {wall:.2f} s, CPU {cpu:.2f} s")
print("different totals:", len(totals))
