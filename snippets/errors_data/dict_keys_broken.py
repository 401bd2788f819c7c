"""During a loop, one key of a dictionary goes and another comes."""

import threading

tables = {"1": "Ada", "2": "Ben"}
walking = threading.Event()
moved = threading.Event()


def move():
    walking.wait()
    tables["3"] = tables.pop("1")
    moved.set()


mover = threading.Thread(target=move)
mover.start()
for table in tables:
    walking.set()
    moved.wait()
