"""Main lets go of the lock before it waits for the thread."""

import threading

report_lock = threading.Lock()
report = []


def write_line():
    with report_lock:
        report.append("line 1")


writer = threading.Thread(target=write_line)
with report_lock:
    writer.start()
    report.append("title")
writer.join()
print(report)
