"""A job runs 0.05 seconds after the one before, until it is stopped."""

import threading

stop = threading.Event()
backups = []


def back_up():
    backups.append(f"backup {len(backups) + 1}")
    if len(backups) == 2:
        stop.set()


def repeat(seconds, job):
    while not stop.wait(seconds):
        job()


thread = threading.Thread(target=repeat, args=[0.05, back_up])
thread.start()
thread.join()
print(backups)
