"""Main waits for the writer while it holds the lock."""

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
