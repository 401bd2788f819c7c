"""The object has a lock, and its total is computed once."""

import threading

computed = []


class Report:
    def __init__(self):
        self._lock = threading.Lock()
        self._total = None

    @property
    def total(self):
        with self._lock:
            if self._total is None:
                computed.append("total")
                self._total = 42
            return self._total


def read():
    report.total


report = Report()
threads = [threading.Thread(target=read) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("computed:", len(computed))
