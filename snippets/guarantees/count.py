"""Two threads draw their numbers from one itertools.count."""

import itertools
import threading

numbers = itertools.count(1)
drawn = []


def draw():
    for _ in range(2):
        drawn.append(next(numbers))


threads = [threading.Thread(target=draw) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(drawn))
