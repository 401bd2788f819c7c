"""Two workers ask whether the queue is empty, then wait for an item."""

import queue
import threading

jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    while not jobs.empty():
        done.append(jobs.get())


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(done)
