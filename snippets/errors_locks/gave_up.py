"""A thread releases a lock only if it got it."""

import threading

lock = threading.Lock()


def save():
    if lock.acquire(timeout=0.05):
        try:
            print("saved")
        finally:
            lock.release()


lock.acquire()
saver = threading.Thread(target=save)
saver.start()
saver.join()
lock.release()
print("locked:", lock.locked())
