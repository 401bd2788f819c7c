"""Threads log into a queue, and one listener does the writing."""

import logging
import logging.handlers
import queue
import sys
import threading

records = queue.Queue()
log = logging.getLogger("pages")
log.setLevel(logging.INFO)
log.propagate = False
log.addHandler(logging.handlers.QueueHandler(records))

writer = logging.StreamHandler(sys.stdout)
writer.setFormatter(logging.Formatter("%(threadName)s: %(message)s"))
listener = logging.handlers.QueueListener(records, writer)

listener.start()
threads = [
    threading.Thread(target=log.info, args=["saved"], name="worker")
    for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
listener.stop()
