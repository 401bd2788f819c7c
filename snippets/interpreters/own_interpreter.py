"""A second interpreter in the same process takes jobs from a queue."""

import os
from concurrent import interpreters


def work(jobs, answers):
    while (word := jobs.get()) is not None:
        answers.put((word.upper(), os.getpid()))


if __name__ == "__main__":
    jobs = interpreters.create_queue()
    answers = interpreters.create_queue()
    worker = interpreters.create()
    thread = worker.call_in_thread(work, jobs, answers)
    for word in "tea", "cake", None:
        jobs.put(word)
    thread.join()
    for _ in range(2):
        word, process = answers.get()
        print(word, "in the same process:", process == os.getpid())
    worker.close()
