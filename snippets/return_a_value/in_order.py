"""Each thread fills its own place in a list, so the order is kept."""

import threading

texts = ["so much depends upon", "back at six"]
counts = [None] * len(texts)


def count_words(place, text):
    counts[place] = len(text.split())


threads = [
    threading.Thread(target=count_words, args=item)
    for item in enumerate(texts)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
