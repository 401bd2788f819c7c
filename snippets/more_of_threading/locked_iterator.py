"""Two threads draw from one generator, one at a time."""

import threading


def tickets():
    yield from ("A1", "A2", "A3", "A4")


class Locked:
    def __init__(self, iterable):
        self.iterator = iter(iterable)
        self.lock = threading.Lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            return next(self.iterator)


shared = Locked(tickets())
sold = []


def sell():
    for ticket in shared:
        sold.append(ticket)


threads = [threading.Thread(target=sell) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(sold))
