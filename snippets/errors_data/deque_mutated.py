"""A copy of the deque, made under the lock, can be walked through."""

import threading
from collections import deque

recent = deque(["home", "news"])
recent_lock = threading.Lock()
walking = threading.Event()
opened = threading.Event()


def open_page():
    walking.wait()
    with recent_lock:
        recent.append("help")
    opened.set()


thread = threading.Thread(target=open_page)
thread.start()
with recent_lock:
    copy = list(recent)
for page in copy:
    print(page)
    walking.set()
    opened.wait()
thread.join()
