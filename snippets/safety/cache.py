"""A lock makes looking and loading one step, so the map loads once."""

import threading

cache = {}
loads = []
lock = threading.Lock()


def load(city):
    loads.append(city)
    return f"map of {city}"


def city_map(city):
    with lock:
        if city not in cache:
            cache[city] = load(city)
        return cache[city]


threads = [
    threading.Thread(target=city_map, args=("Oslo",)) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("times loaded:", len(loads))
