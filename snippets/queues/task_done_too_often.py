"""One item can be called done once."""

import queue

jobs = queue.Queue()
jobs.put("report")
jobs.get()
jobs.task_done()

try:
    jobs.task_done()
except ValueError as error:
    print("ValueError:", error)
