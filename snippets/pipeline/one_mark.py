"""Two workers share one end mark: who takes it puts it back."""

import queue
import threading

END = None
texts = queue.Queue()
counts = queue.Queue()


def count_words():
    while (text := texts.get()) is not END:
        counts.put(len(text.split()))
    texts.put(END)


workers = [threading.Thread(target=count_words) for _ in range(2)]
for worker in workers:
    worker.start()
texts.put("no news today")
texts.put(END)
for worker in workers:
    worker.join()
counts.put(END)
print("words:", sum(iter(counts.get, END)))
