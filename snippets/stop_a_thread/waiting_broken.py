"""A worker that waits in get() never comes round to the event."""

import queue
import threading

jobs = queue.Queue()
stop = threading.Event()
done = []


def work():
    while not stop.is_set():
        done.append(jobs.get())


worker = threading.Thread(target=work)
worker.start()
jobs.put("report")
stop.set()
worker.join()
print("stopped")
