"""A background job tells how far it is, and returns a result."""

import queue
from concurrent.futures import ThreadPoolExecutor

progress = queue.Queue()


def make_report(months):
    total = 0
    for number, sales in enumerate(months, 1):
        total += sales
        progress.put(f"{number} of {len(months)} months")
    return total


with ThreadPoolExecutor(max_workers=1) as pool:
    report = pool.submit(make_report, [40, 2])
    report.add_done_callback(lambda _: progress.put(None))
    while (step := progress.get()) is not None:
        print(step)
    print("total:", report.result())
