import threading

lock = threading.Lock()
total = 0


def count():
    global total
    with lock:
        total += 1
    return total


class Counter:
    def __init__(self):
        self._lock = threading.Lock()
        self.value = 0

    def add(self):
        with self._lock:
            self.value += 1
