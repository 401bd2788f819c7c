"""A deque gets another item while a thread walks through it."""

import threading
from collections import deque

recent = deque(["home", "news"])
walking = threading.Event()
opened = threading.Event()


def open_page():
    walking.wait()
    recent.append("help")
    opened.set()


thread = threading.Thread(target=open_page)
thread.start()
for page in recent:
    walking.set()
    opened.wait()
