"""A lock is looked at and taken in one step."""

import threading

lock = threading.Lock()
log = []


def visit():
    with lock:
        log.append("in")
        log.append("out")


other = threading.Thread(target=visit)
other.start()
visit()
other.join()
print(*log)
