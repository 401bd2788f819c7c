"""Two workers ask a queue for a job, and one of them gets it."""

import queue
import threading

jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    try:
        done.append(jobs.get_nowait())
    except queue.Empty:
        pass


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(done)
