"""Two threads draw from one random.gauss, documented to be no good for that."""

import random
import threading

random.seed(1)
random.gauss(0, 1)
drawn = []


def draw():
    drawn.append(random.gauss(0, 1))


threads = [threading.Thread(target=draw) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("different numbers:", len(set(drawn)))
