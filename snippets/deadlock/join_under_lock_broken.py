"""Main holds the lock and waits for a thread that needs the lock."""

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
    writer.join(timeout=0.2)
    print("finished while the lock was held:", not writer.is_alive())
writer.join()
print("finished afterwards:", not writer.is_alive())
