"""A worker clears its signal after the last look, and loses one."""

import threading

signal = threading.Event()
exported = threading.Semaphore(0)
waiting = []
stopping = False


def worker():
    while not stopping:
        signal.wait()
        while waiting:
            waiting.pop()
            exported.release()
        signal.clear()


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
