"""One lock is held from the reading to the writing."""

import threading

lock = threading.Lock()
visits = 0


def visit():
    global visits
    with lock:
        seen = visits
        visits = seen + 1


other = threading.Thread(target=visit)
other.start()
visit()
other.join()
print("visits:", visits)
