"""The lock is held for the reading, and again for the writing."""

import threading

lock = threading.Lock()
visits = 0


def visit():
    global visits
    with lock:
        seen = visits
    with lock:
        visits = seen + 1


other = threading.Thread(target=visit)
other.start()
visit()
other.join()
print("visits:", visits)
