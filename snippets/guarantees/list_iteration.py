"""A loop over a copy sees everyone who was there when it was made."""

import threading

guests = ["Ada", "Ben", "Cleo"]
greeted = []


def leave():
    guests.remove("Ada")


leaver = threading.Thread(target=leave)
leaver.start()
for guest in guests.copy():
    greeted.append(guest)
leaver.join()
print("Ben and Cleo greeted:", {"Ben", "Cleo"} <= set(greeted))
