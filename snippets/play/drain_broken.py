"""Two workers ask whether the queue is empty, then take a job."""

import queue
import threading

# --8<-- [start:change]
jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    while not jobs.empty():
        done.append(jobs.get())
    # --8<-- [end:change]


other = threading.Thread(target=work)
other.start()
work()
other.join()
print(done)
