"""A new sorted list replaces the old one, which stays whole."""

import threading

guests = ["Cleo", "Ben", "Ada"]
sorting = threading.Event()
looked = threading.Event()
seen = []


def by_name(guest):
    sorting.set()
    looked.wait()
    return guest


def look():
    sorting.wait()
    seen.append(list(guests))
    looked.set()


reader = threading.Thread(target=look)
reader.start()
guests = sorted(guests, key=by_name)
reader.join()
print("seen:", seen[0])
print("sorted:", guests)
