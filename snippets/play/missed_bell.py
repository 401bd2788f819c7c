"""A bell that has rung stays set for those who come later."""

import threading

bell = threading.Event()


def listen():
    bell.wait()


listener = threading.Thread(target=listen)
listener.start()
bell.set()
listener.join()
print("heard")
