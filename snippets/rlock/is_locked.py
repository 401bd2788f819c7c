"""RLock.locked tells that some thread holds the lock, not which."""

import threading

lock = threading.RLock()
print("new:", lock.locked())
with lock:
    with lock:
        print("taken twice:", lock.locked())
    print("released once:", lock.locked())
print("released twice:", lock.locked())
