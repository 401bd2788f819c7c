"""Two jobs of equal priority are compared, and cannot be."""

import queue

jobs = queue.PriorityQueue()
jobs.put((1, {"name": "mail"}))
jobs.put((1, {"name": "backup"}))
print(jobs.get())
