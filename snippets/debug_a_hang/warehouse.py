"""Both threads take the locks in one order, so both come to an end."""

import threading

shelf, van = threading.Lock(), threading.Lock()
done = []


def pack():
    with shelf, van:
        done.append("packed")


def load():
    with shelf, van:
        done.append("loaded")


threads = [
    threading.Thread(target=task, name=task.__name__)
    for task in (pack, load)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(done))
