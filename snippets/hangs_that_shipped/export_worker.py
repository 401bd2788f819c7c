"""A worker clears its signal first, and looks for work after that."""

import threading

signal = threading.Event()
exported = threading.Semaphore(0)
waiting = []
stopping = False


def worker():
    while not stopping or waiting:
        signal.wait()
        signal.clear()
        while waiting:
            waiting.pop()
            exported.release()


def emit(item):
    waiting.append(item)
    signal.set()


thread = threading.Thread(target=worker)
thread.start()
emit("first")
emit("second")
exported.acquire()
exported.acquire()
stopping = True
signal.set()
thread.join()
print("left behind:", waiting)
