"""A flag under a lock decides, so no reminder follows the payment."""

import threading

lock = threading.Lock()
paid = False
log = []


def remind():
    with lock:
        if not paid:
            log.append("reminded")


timer = threading.Timer(0.05, remind)
timer.start()
with lock:
    paid = True
    log.append("paid")
timer.cancel()
timer.join()
print("last:", log[-1])
