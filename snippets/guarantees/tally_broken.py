"""Two threads count words with get, add and store."""

import threading

counts = {}


def count(word):
    counts[word] = counts.get(word, 0) + 1


threads = [
    threading.Thread(target=count, args=("spam",)) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
