"""Two workers look whether a list holds a job, then take it."""

import threading

jobs = ["report"]
done = []


def work():
    if jobs:
        done.append(jobs.pop())


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(done)
