"""The timeout of map ends the iteration, and not the task."""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
answer_now = threading.Event()
answered = []


def ask(server):
    started.set()
    answer_now.wait()
    answered.append(server)


with ThreadPoolExecutor(max_workers=1) as pool:
    answers = pool.map(ask, ["home", "backup"], timeout=0.05)
    started.wait()
    try:
        print("answer:", next(answers))
    except TimeoutError:
        print("no answer in time")
    answer_now.set()

print("answered all the same:", answered)
