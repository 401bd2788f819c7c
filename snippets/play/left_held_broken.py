"""A worker that finds no job leaves the lock taken."""

import threading

lock = threading.Lock()
jobs = []


def work():
    try:
        lock.acquire()
        jobs.pop()
        lock.release()
    except IndexError:
        pass


worker = threading.Thread(target=work)
worker.start()
with lock:
    jobs.append("report")
worker.join()
print("closed")
