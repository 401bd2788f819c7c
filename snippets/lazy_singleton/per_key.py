"""Each city has its lock: it is loaded once, others don't wait."""

import threading

maps = {}
locks = {}
locks_lock = threading.Lock()
loads = []


def load(city):
    loads.append(city)
    return f"map of {city}"


def city_map(city):
    with locks_lock:
        lock = locks.setdefault(city, threading.Lock())
    with lock:
        if city not in maps:
            maps[city] = load(city)
        return maps[city]


cities = ("Oslo", "Oslo", "Rome")
threads = [threading.Thread(target=city_map, args=[c]) for c in cities]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("loaded:", sorted(loads))
