"""Two workers share a stage, and main ends it when both have."""

import queue
import threading

END = None
texts = queue.Queue(maxsize=2)
counts = queue.Queue()


def count_words():
    while (text := texts.get()) is not END:
        counts.put(len(text.split()))


workers = [threading.Thread(target=count_words) for _ in range(2)]
for worker in workers:
    worker.start()
texts.put("no news today")
for worker in workers:
    texts.put(END)
for worker in workers:
    worker.join()
counts.put(END)
print("words:", sum(iter(counts.get, END)))
