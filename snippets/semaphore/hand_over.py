"""A producer tells a consumer by a semaphore that an item is there."""

import threading
from collections import deque

letters = deque()
ready = threading.Semaphore(0)
received = []


def write_letters():
    for letter in ("first", "second"):
        letters.append(letter)
        ready.release()


def read_letters():
    for _ in range(2):
        ready.acquire()
        received.append(letters.popleft())


reader = threading.Thread(target=read_letters)
writer = threading.Thread(target=write_letters)
reader.start()
writer.start()
reader.join()
writer.join()
print(received)
