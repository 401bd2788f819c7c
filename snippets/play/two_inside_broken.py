"""A flag of our own stands in for a lock."""

import threading

busy = False
log = []


def visit():
    global busy
    while busy:
        pass
    busy = True
    log.append("in")
    log.append("out")
    busy = False


other = threading.Thread(target=visit)
other.start()
visit()
other.join()
print(*log)
