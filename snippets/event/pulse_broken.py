"""A bell rings with set and clear before the listener waits for it."""

import threading

bell = threading.Event()
heard = []


def listen():
    heard.append(bell.wait(timeout=0.05))


listener = threading.Thread(target=listen)
bell.set()
bell.clear()
listener.start()
listener.join()
print("heard:", heard)
