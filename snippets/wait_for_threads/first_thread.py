"""Each thread reports its end to a queue; main takes the first."""

import queue
import threading

finished = queue.Queue()
enough = threading.Event()


def ask(mirror):
    if mirror == "slow":
        enough.wait()
    finished.put(mirror)


threads = [
    threading.Thread(target=ask, args=(mirror,))
    for mirror in ("slow", "fast")
]
for thread in threads:
    thread.start()
print("first:", finished.get())
enough.set()
for thread in threads:
    thread.join()
print("then:", finished.get())
