"""Each thread draws from a Random of its own."""

import random
import threading

drawn = []


def draw(seed):
    own = random.Random(seed)
    own.gauss()
    drawn.append(own.gauss())


threads = [
    threading.Thread(target=draw, args=(seed,)) for seed in (1, 2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("different numbers:", len(set(drawn)))
