"""A lock makes reading, adding and writing back one step."""

import threading

visits = 0
visits_lock = threading.Lock()


def count_visit():
    global visits
    with visits_lock:
        visits += 1


threads = [threading.Thread(target=count_visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(visits)
