"""Each thread appends its result, and the order tells nothing."""

import threading

texts = ["so much depends upon", "back at six"]
counts = []


def count_words(text):
    counts.append(len(text.split()))


threads = [
    threading.Thread(target=count_words, args=(text,)) for text in texts
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
