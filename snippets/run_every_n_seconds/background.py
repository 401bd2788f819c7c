"""A job repeats in a thread, while main does something else."""

import threading


class Repeat:
    def __init__(self, seconds, job):
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=[seconds, job]
        )

    def start(self):
        self._thread.start()

    def _run(self, seconds, job):
        while not self._stop.wait(seconds):
            job()

    def stop(self):
        self._stop.set()
        self._thread.join()


refreshed = threading.Event()
backups = Repeat(0.05, refreshed.set)
backups.start()
refreshed.wait()
print("main: the job has run, and I was free")
backups.stop()
print("main: no run comes any more")
