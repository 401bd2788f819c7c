"""A removal from a cache expects that nothing is left to remove."""

import threading

cache = {"UTC": "zone"}
SIZE = 1


def zone(name):
    cache[name] = "zone"
    if len(cache) > SIZE:
        try:
            cache.popitem()
        except KeyError:
            pass


threads = [
    threading.Thread(target=zone, args=("CET",)),
    threading.Thread(target=cache.clear),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("not too many:", len(cache) <= SIZE)
