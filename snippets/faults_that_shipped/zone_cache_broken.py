"""The cache is cleared between its length and the removal."""

import threading

cache = {"UTC": "zone"}
SIZE = 1


def zone(name):
    cache[name] = "zone"
    if len(cache) > SIZE:
        cache.popitem()


threads = [
    threading.Thread(target=zone, args=("CET",)),
    threading.Thread(target=cache.clear),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("not too many:", len(cache) <= SIZE)
