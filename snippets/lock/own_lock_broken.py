"""Each call makes a lock of its own, so two threads are in at once."""

import threading

both_inside = threading.Barrier(2)
seen = []


def save():
    lock = threading.Lock()
    with lock:
        both_inside.wait()
        seen.append("not alone")


threads = [threading.Thread(target=save) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
