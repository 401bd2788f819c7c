"""A run that fails is reported, and the next one comes all the same."""

import threading

stop = threading.Event()
log = []


def back_up():
    log.append("try")
    if log.count("try") == 1:
        raise OSError("disk is full")
    stop.set()


def repeat(seconds, job):
    while not stop.wait(seconds):
        try:
            job()
        except Exception as error:
            log.append(f"failed: {error}")


thread = threading.Thread(target=repeat, args=[0.05, back_up])
thread.start()
thread.join()
print(*log, sep="\n")
