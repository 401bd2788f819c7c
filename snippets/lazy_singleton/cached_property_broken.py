"""Two threads ask for a cached property, and both may compute it."""

import functools
import threading

computed = []


class Report:
    @functools.cached_property
    def total(self):
        computed.append("total")
        return 42


def read():
    report.total


report = Report()
threads = [threading.Thread(target=read) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("computed:", len(computed))
