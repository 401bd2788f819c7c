"""Under a lock, the room is made once and holds both guests."""

import threading
from collections import defaultdict


def new_room():
    return []


rooms = defaultdict(new_room)
rooms_lock = threading.Lock()


def check_in(guest):
    with rooms_lock:
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
