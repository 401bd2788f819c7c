"""A with statement gets what makes locks instead of a lock."""

import threading

with threading.Lock:
    print("inside")
