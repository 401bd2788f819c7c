"""Three stages hand pages on, each in a thread of its own."""

import queue
import threading

END = None
texts = queue.Queue(maxsize=1)
counts = queue.Queue(maxsize=1)
total = 0


def count_words():
    while (text := texts.get()) is not END:
        counts.put(len(text.split()))
    counts.put(END)


def add_up():
    global total
    while (count := counts.get()) is not END:
        total += count


stages = [
    threading.Thread(target=count_words),
    threading.Thread(target=add_up),
]
for stage in stages:
    stage.start()
for text in ("no news today", "welcome home"):
    texts.put(text)
texts.put(END)
for stage in stages:
    stage.join()
print("words:", total)
