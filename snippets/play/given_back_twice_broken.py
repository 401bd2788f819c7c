"""Who did not get in gives a place back all the same."""

import threading

places = threading.BoundedSemaphore(1)
turned_away = []


def visit(name):
    try:
        if not places.acquire(blocking=False):
            turned_away.append(name)
    finally:
        places.release()


ann = threading.Thread(target=visit, args=("Ann",))
ben = threading.Thread(target=visit, args=("Ben",))
ann.start()
ben.start()
ann.join()
ben.join()
print("closed")
