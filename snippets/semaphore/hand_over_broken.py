"""A semaphore that starts at 1 announces an item that is not there."""

import threading
from collections import deque

letters = deque()
ready = threading.Semaphore()


def read_letter():
    ready.acquire()
    print(letters.popleft())


reader = threading.Thread(target=read_letter)
reader.start()
reader.join()
letters.append("dear reader")
ready.release()
print("letters left:", len(letters))
