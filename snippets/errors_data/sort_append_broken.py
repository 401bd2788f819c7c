"""An item is appended while a list sorts itself, and is lost."""

import threading

guests = ["Cleo", "Ada"]
sorting = threading.Event()
arrived = threading.Event()


def by_name(guest):
    sorting.set()
    arrived.wait()
    return guest


def arrive():
    sorting.wait()
    guests.append("Ben")
    arrived.set()


thread = threading.Thread(target=arrive)
thread.start()
try:
    guests.sort(key=by_name)
finally:
    print(guests)
