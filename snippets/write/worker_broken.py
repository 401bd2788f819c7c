"""A worker that is told to stop, and may not hear it."""

import threading


class Worker:
    def __init__(self):
        self.changed = threading.Condition()
        self.jobs = []
        self.cancelled = False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def submit(self, job):
        with self.changed:
            self.jobs.append(job)
            self.changed.notify()

    def run(self):
        while not self.cancelled:
            with self.changed:
                while not self.jobs:
                    self.changed.wait()
                job = self.jobs.pop(0)
            job()

    def cancel(self):
        # yours: when this returns, no job runs any more
        self.cancelled = True


def job():
    jobs_after.append(over)


over, jobs_after = False, []
begun = threading.Event()
worker = Worker()
worker.submit(begun.set)
begun.wait()
worker.submit(job)
worker.cancel()
over = True
worker.thread.join()
print("jobs after the cancel:", sum(jobs_after))
