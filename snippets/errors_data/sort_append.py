"""Sorting and appending take the same lock, one after the other."""

import threading

guests = ["Cleo", "Ada"]
guests_lock = threading.Lock()


def by_name(guest):
    return guest.casefold()


def arrive():
    with guests_lock:
        guests.append("Ben")


thread = threading.Thread(target=arrive)
thread.start()
with guests_lock:
    guests.sort(key=by_name)
thread.join()
print(sorted(guests))
