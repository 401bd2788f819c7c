"""Two threads draw from one random.gauss, and may get one number."""

import random
import threading

random.seed(1)
random.gauss()
drawn = []


def draw():
    drawn.append(random.gauss())


threads = [threading.Thread(target=draw) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("different numbers:", len(set(drawn)))
