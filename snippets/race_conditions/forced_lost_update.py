"""The same pause inside a lock: the other thread waits outside."""

import threading

visits = 0
visits_lock = threading.Lock()
has_read = threading.Event()
may_write = threading.Event()


def count_slowly():
    global visits
    with visits_lock:
        seen = visits
        has_read.set()
        may_write.wait(timeout=0.05)
        visits = seen + 1


def count_in_between():
    global visits
    has_read.wait()
    with visits_lock:
        visits += 1
    may_write.set()


threads = [
    threading.Thread(target=count_slowly),
    threading.Thread(target=count_in_between),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counted 2 visits, stored", visits)
