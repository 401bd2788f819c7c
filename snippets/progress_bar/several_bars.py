"""Each worker moves a bar of its own, made before it starts."""

import threading

from tqdm import tqdm

files = {"film": 3, "song": 2}
bars = {
    name: tqdm(total=blocks, desc=name, position=row, disable=None)
    for row, (name, blocks) in enumerate(files.items())
}
copied = {}


def copy(name):
    copied[name] = 0
    for _ in range(files[name]):
        copied[name] += 1
        bars[name].update()


workers = [threading.Thread(target=copy, args=[n]) for n in files]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
for bar in bars.values():
    bar.close()
print("blocks copied:", sum(copied.values()))
