"""One thread asks a defaultdict for a key, another one counts the keys."""

import threading
from collections import defaultdict

found = defaultdict(int)
seen = []


def ask():
    found["a"]


def count():
    seen.append(len(found))


threads = [threading.Thread(target=work) for work in (ask, count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("keys seen:", seen[0])
