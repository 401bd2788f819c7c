"""A queue that is shut down ends the stage that reads it."""

import queue
import threading

texts = queue.Queue(maxsize=1)
counts = queue.Queue()
total = 0


def count_words():
    try:
        while True:
            counts.put(len(texts.get().split()))
    except queue.ShutDown:
        pass


workers = [threading.Thread(target=count_words) for _ in range(2)]
for worker in workers:
    worker.start()
texts.put("no news today")
texts.shutdown()
for worker in workers:
    worker.join()
counts.shutdown()
try:
    while True:
        total += counts.get()
except queue.ShutDown:
    print("words:", total)
