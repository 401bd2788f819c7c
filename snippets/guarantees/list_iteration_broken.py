"""A loop over a list skips a guest when another one leaves."""

import threading

guests = ["Ada", "Ben", "Cleo"]
greeted = []


def leave():
    guests.remove("Ada")


leaver = threading.Thread(target=leave)
leaver.start()
for guest in guests:
    greeted.append(guest)
leaver.join()
print("Ben and Cleo greeted:", {"Ben", "Cleo"} <= set(greeted))
