"""A cancel that comes too late returns before the function begins."""

import threading

log = []


def remind():
    log.append("reminded")


timer = threading.Timer(0.05, remind)
timer.start()
timer.cancel()
log.append("paid")
timer.join()
print("last:", log[-1])
