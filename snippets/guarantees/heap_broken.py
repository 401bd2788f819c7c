"""Two threads push jobs that are compared in Python code."""

import heapq
import threading


class Job:
    def __init__(self, priority):
        self.priority = priority

    def __lt__(self, other):
        return self.priority < other.priority


jobs = [Job(2)]


def push(priority):
    heapq.heappush(jobs, Job(priority))


threads = [threading.Thread(target=push, args=(n,)) for n in (1, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("jobs:", len(jobs))
