"""Closing the iterator of map cancels the calls that have not begun."""

import threading
from concurrent.futures import ThreadPoolExecutor

called = []
closed = threading.Event()


def check(number):
    called.append(number)
    if number:
        closed.wait()
    return number == 0


with ThreadPoolExecutor(max_workers=1) as pool:
    answers = pool.map(check, range(5))
    found = next(answers)
    answers.close()
    closed.set()
print("found:", found, "- all checked:", len(called) == 5)
