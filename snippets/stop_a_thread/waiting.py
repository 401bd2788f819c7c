"""An item that means the end wakes each worker and stops it."""

import queue
import threading

jobs = queue.Queue()
done = []


def work():
    while (job := jobs.get()) is not None:
        done.append(job)


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
jobs.put("report")
for _ in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
print("stopped, done:", done)
