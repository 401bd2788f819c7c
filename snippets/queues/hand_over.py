"""One thread produces, another consumes, and None says the end."""

import queue
import threading

letters = queue.Queue()
received = []


def send():
    for letter in ("a", "b", "c"):
        letters.put(letter)
    letters.put(None)


def receive():
    while (letter := letters.get()) is not None:
        received.append(letter)


threads = [
    threading.Thread(target=send),
    threading.Thread(target=receive),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(received)
