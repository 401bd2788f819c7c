"""Two threads take the same lock for every single word."""

import threading

lock = threading.Lock()
counted = {"words": 0, "locks taken": 0}


def count(text):
    for _ in text.split():
        with lock:
            counted["locks taken"] += 1
            counted["words"] += 1


texts = ("tea and cake", "soup and salad")
threads = [threading.Thread(target=count, args=(t,)) for t in texts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counted)
