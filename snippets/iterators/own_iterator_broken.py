"""Two threads ask an iterator of our own for the next number."""

import threading


class Numbers:
    def __init__(self):
        self.last = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.last += 1
        return self.last


numbers = Numbers()
drawn = []


def draw():
    drawn.append(next(numbers))


threads = [threading.Thread(target=draw) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(drawn))
