"""A notified thread goes on only after the lock is let go."""

import threading

condition = threading.Condition()
guest_waits = threading.Event()
tables = []
log = []


def guest():
    with condition:
        guest_waits.set()
        condition.wait_for(lambda: tables)
        log.append("guest: woken, takes " + tables.pop())


thread = threading.Thread(target=guest)
thread.start()
guest_waits.wait()
with condition:
    tables.append("window table")
    condition.notify()
    log.append("host: has notified")
    log.append("host: still holds the lock")
thread.join()
print(*log, sep="\n")
