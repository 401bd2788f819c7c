"""A counter whose add holds the lock, and returns the new value."""

import threading


class Counter:
    def __init__(self):
        self._value = 0
        self._lock = threading.Lock()

    def add(self, by=1):
        with self._lock:
            self._value += by
            return self._value

    def get(self):
        with self._lock:
            return self._value


def visit():
    numbers.append(visits.add())


visits = Counter()
numbers = []
threads = [threading.Thread(target=visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("each visitor's number:", sorted(numbers))
print("in all:", visits.get())
