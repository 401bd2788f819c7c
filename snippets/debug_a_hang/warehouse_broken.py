"""Two threads each hold one lock and wait for the other's."""

import threading

shelf, van = threading.Lock(), threading.Lock()
each_holds_one = threading.Barrier(2)


def pack():
    with shelf:
        each_holds_one.wait()
        with van:
            print("packed")


def load():
    with van:
        each_holds_one.wait()
        with shelf:
            print("loaded")


threads = [
    threading.Thread(target=task, name=task.__name__)
    for task in (pack, load)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
