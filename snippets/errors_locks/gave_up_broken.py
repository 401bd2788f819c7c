"""A thread releases a lock that it didn't get."""

import threading

lock = threading.Lock()


def save():
    try:
        lock.acquire(timeout=0.05)
    finally:
        lock.release()


lock.acquire()
saver = threading.Thread(target=save)
saver.start()
saver.join()
lock.release()
