"""A bell rings once: set, and at once clear."""

import threading

bell = threading.Event()


def listen():
    bell.wait()


listener = threading.Thread(target=listen)
listener.start()
bell.set()
bell.clear()
listener.join()
print("heard")
