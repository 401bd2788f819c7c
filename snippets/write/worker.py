"""A worker hears the cancel, and the cancel waits for its end."""

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
        while True:
            with self.changed:
                while not self.jobs and not self.cancelled:
                    self.changed.wait()
                if self.cancelled:
                    return
                job = self.jobs.pop(0)
            job()

    def cancel(self):
        with self.changed:
            self.cancelled = True
            self.changed.notify()
        self.thread.join()


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
