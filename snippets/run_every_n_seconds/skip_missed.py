"""Runs that came due while the job was busy are left out."""

import threading
import time

stop = threading.Event()
due_at = []


def back_up(due):
    due_at.append(due)
    if len(due_at) == 1:
        time.sleep(0.25)
    else:
        stop.set()


def repeat(seconds, job):
    start = time.monotonic()
    turn = 1
    while not stop.wait(start + turn * seconds - time.monotonic()):
        job(turn)
        passed = time.monotonic() - start
        turn = max(turn, int(passed // seconds)) + 1


thread = threading.Thread(target=repeat, args=[0.1, back_up])
thread.start()
thread.join()
print("left out:", due_at[1] - due_at[0] - 1 >= 2)
