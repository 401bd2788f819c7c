"""A worker that finds no job gives the lock back all the same."""

import threading

lock = threading.Lock()
jobs = []


def work():
    try:
        with lock:
            jobs.pop()
    except IndexError:
        pass


worker = threading.Thread(target=work)
worker.start()
with lock:
    jobs.append("report")
worker.join()
print("closed")
