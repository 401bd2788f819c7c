"""A run is left out if the one before it isn't finished."""

import threading

running = threading.Lock()
may_end = threading.Event()
log = []


def back_up():
    if not running.acquire(blocking=False):
        log.append("left out")
        return
    try:
        log.append("backing up")
        may_end.wait()
    finally:
        running.release()


with running:
    second = threading.Thread(target=back_up)
    second.start()
    second.join()
may_end.set()
third = threading.Thread(target=back_up)
third.start()
third.join()
print(log)
