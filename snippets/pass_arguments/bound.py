"""partial and a default value both fix an argument in a loop."""

import threading
from functools import partial

files = ["ada.txt", "bob.txt"]
read = []


def load(file, encoding):
    read.append(f"{file} as {encoding}")


threads = []
for file in files:
    job = partial(load, file, encoding="utf-8")
    threads.append(threading.Thread(target=job))
    threads.append(
        threading.Thread(target=lambda file=file: load(file, "ascii"))
    )
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(read), sep="\n")
