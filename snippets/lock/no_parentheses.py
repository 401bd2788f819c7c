"""A with statement gets a lock that all threads share."""

import threading

lock = threading.Lock()

with lock:
    print("inside")
