"""Room for one parcel: two conditions share one lock."""

import threading

lock = threading.Lock()
not_full = threading.Condition(lock)
not_empty = threading.Condition(lock)
shelf = []
received = []


def deliver():
    for parcel in ("book", "lamp"):
        with not_full:
            not_full.wait_for(lambda: len(shelf) < 1)
            shelf.append(parcel)
            not_empty.notify()


def collect():
    for _ in range(2):
        with not_empty:
            not_empty.wait_for(lambda: shelf)
            received.append(shelf.pop())
            not_full.notify()


threads = [
    threading.Thread(target=deliver),
    threading.Thread(target=collect),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(received)
