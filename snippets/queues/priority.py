"""A running number decides between jobs of equal priority."""

import itertools
import queue

jobs = queue.PriorityQueue()
arrival = itertools.count()
for priority, name in ((2, "mail"), (1, "alarm"), (2, "backup")):
    jobs.put((priority, next(arrival), {"name": name}))

while not jobs.empty():
    priority, _, job = jobs.get()
    print(priority, job["name"])
