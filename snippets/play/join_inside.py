"""Main gives the lock back before it waits for the writer."""

import threading

lock = threading.Lock()
report = []


def write():
    with lock:
        report.append("line")


writer = threading.Thread(target=write)
writer.start()
with lock:
    report.append("title")
writer.join()
print(sorted(report))
