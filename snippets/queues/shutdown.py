"""Shutting the queue down ends all of its workers."""

import queue
import threading

jobs = queue.Queue()
done = []
ended = []


def work(name):
    try:
        while True:
            done.append(jobs.get())
    except queue.ShutDown:
        ended.append(name)


workers = [threading.Thread(target=work, args=(n,)) for n in "AB"]
for worker in workers:
    worker.start()
jobs.put("report")
jobs.shutdown()
for worker in workers:
    worker.join()
print("done:", done)
print("ended:", sorted(ended))
