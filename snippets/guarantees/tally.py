"""A lock keeps get, add and store together."""

import threading

counts = {}
counts_lock = threading.Lock()


def count(word):
    with counts_lock:
        counts[word] = counts.get(word, 0) + 1


threads = [
    threading.Thread(target=count, args=("spam",)) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
