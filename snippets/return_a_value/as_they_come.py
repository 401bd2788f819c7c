"""Threads put results into a queue; main takes each as it comes."""

import queue
import threading

results = queue.Queue()
word_counts = {}


def count_words(title, text):
    results.put((title, len(text.split())))


texts = {"poem": "so much depends upon", "note": "back at six"}
threads = [
    threading.Thread(target=count_words, args=item)
    for item in texts.items()
]
for thread in threads:
    thread.start()
for _ in threads:
    title, count = results.get()
    word_counts[title] = count
for thread in threads:
    thread.join()
print("poem:", word_counts["poem"], "note:", word_counts["note"])
