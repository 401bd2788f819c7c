"""Two workers ask how long the queue is, then take a job."""

import queue
import threading

# --8<-- [start:change]
jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    while jobs.qsize() > 0:
        done.append(jobs.get())
    # --8<-- [end:change]


other = threading.Thread(target=work)
other.start()
work()
other.join()
print(done)
