"""A with statement gets the class Lock instead of a lock."""

import threading

with threading.Lock:
    print("inside")
