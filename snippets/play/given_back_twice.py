"""Who did not get in has nothing to give back."""

import threading

places = threading.BoundedSemaphore(1)
turned_away = []


def visit(name):
    if not places.acquire(blocking=False):
        turned_away.append(name)
        return
    places.release()


ann = threading.Thread(target=visit, args=("Ann",))
ben = threading.Thread(target=visit, args=("Ben",))
ann.start()
ben.start()
ann.join()
ben.join()
print("closed")
