"""Each thread counts for itself, and takes the lock once."""

import threading

lock = threading.Lock()
counted = {"words": 0, "locks taken": 0}


def count(text):
    words = 0
    for _ in text.split():
        words += 1
    with lock:
        counted["locks taken"] += 1
        counted["words"] += words


texts = ("tea and cake", "soup and salad")
threads = [threading.Thread(target=count, args=(t,)) for t in texts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counted)
