"""Each thread counts in a dictionary of its own; main adds them up."""

import threading
from collections import Counter

pages = ["the cat sat", "the dog sat down"]
counts = [None] * len(pages)


def count_words(number):
    own = Counter()
    for word in pages[number].split():
        own[word] += 1
    counts[number] = own


threads = [
    threading.Thread(target=count_words, args=(number,))
    for number in range(len(pages))
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
total = sum(counts, Counter())
for word, times in sorted(total.items()):
    print(word, times)
