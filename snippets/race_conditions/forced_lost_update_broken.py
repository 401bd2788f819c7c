"""A thread that waits between read and write loses an update."""

import threading

visits = 0
has_read = threading.Event()
may_write = threading.Event()


def count_slowly():
    global visits
    seen = visits
    has_read.set()
    may_write.wait()
    visits = seen + 1


def count_in_between():
    global visits
    has_read.wait()
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
