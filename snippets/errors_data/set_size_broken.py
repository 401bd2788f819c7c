"""A set grows while another thread walks through it."""

import threading

visitors = {"Ada"}
walking = threading.Event()
entered = threading.Event()


def enter():
    walking.wait()
    visitors.add("Ben")
    entered.set()


thread = threading.Thread(target=enter)
thread.start()
for visitor in visitors:
    walking.set()
    entered.wait()
