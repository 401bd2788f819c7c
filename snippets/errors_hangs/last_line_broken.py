"""Main ends, and a worker waits for a job that nobody will put."""

import queue
import threading

jobs = queue.Queue()
done = []


def work():
    while True:
        done.append(jobs.get())
        jobs.task_done()


threading.Thread(target=work).start()
jobs.put("report")
jobs.join()
print("last line, done:", done)
