"""Two threads miss the same key, and each makes a list for it."""

import threading
from collections import defaultdict


def new_room():
    return []


rooms = defaultdict(new_room)


def check_in(guest):
    rooms["101"].append(guest)


threads = [
    threading.Thread(target=check_in, args=(name,))
    for name in ("Ada", "Ben")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("guests in the room:", len(rooms["101"]))
