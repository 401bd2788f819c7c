"""One thread reads the source and gives every queue each line."""

import queue
import threading

inboxes = {"audit": queue.SimpleQueue(), "report": queue.SimpleQueue()}
seen = {}


def lines():
    yield from ("in 3", "out 1")


def read(name):
    seen[name] = list(iter(inboxes[name].get, None))


threads = [
    threading.Thread(target=read, args=(name,)) for name in inboxes
]
for thread in threads:
    thread.start()
try:
    for line in lines():
        for inbox in inboxes.values():
            inbox.put(line)
finally:
    for inbox in inboxes.values():
        inbox.put(None)
for thread in threads:
    thread.join()
for name in sorted(seen):
    print(name, seen[name])
