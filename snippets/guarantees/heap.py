"""A PriorityQueue keeps its heap under a lock."""

import queue
import threading


class Job:
    def __init__(self, priority):
        self.priority = priority

    def __lt__(self, other):
        return self.priority < other.priority


jobs = queue.PriorityQueue()
jobs.put(Job(2))


def push(priority):
    jobs.put(Job(priority))


threads = [threading.Thread(target=push, args=(n,)) for n in (1, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("jobs:", jobs.qsize())
