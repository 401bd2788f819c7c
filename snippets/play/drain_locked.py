"""The look at the queue and the taking are under one lock."""

import queue
import threading

# --8<-- [start:change]
jobs = queue.Queue()
jobs.put("report")
done = []
lock = threading.Lock()


def work():
    while True:
        with lock:
            if jobs.empty():
                return
            done.append(jobs.get())
    # --8<-- [end:change]


other = threading.Thread(target=work)
other.start()
work()
other.join()
print(done)
