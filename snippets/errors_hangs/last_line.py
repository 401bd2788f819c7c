"""Main tells the worker that no more jobs come, and joins it."""

import queue
import threading

jobs = queue.Queue()
done = []


def work():
    while (job := jobs.get()) is not None:
        done.append(job)
        jobs.task_done()


worker = threading.Thread(target=work)
worker.start()
jobs.put("report")
jobs.join()
jobs.put(None)
worker.join()
print("last line, done:", done)
