"""Two workers take items until a get finds none."""

import queue
import threading

jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    while True:
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            break
        done.append(job)


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(done)
