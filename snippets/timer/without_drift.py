"""Each run is due at its time, and not a pause after the last one."""

import threading
import time

stop = threading.Event()
backups = []


def back_up():
    time.sleep(0.01)
    backups.append(f"backup {len(backups) + 1}")
    if len(backups) == 2:
        stop.set()


def repeat(seconds, job):
    due = time.monotonic() + seconds
    while not stop.wait(max(0, due - time.monotonic())):
        job()
        due += seconds


thread = threading.Thread(target=repeat, args=[0.05, back_up])
thread.start()
thread.join()
print(backups)
