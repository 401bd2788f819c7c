"""setdefault gives both threads the same limit, made on demand."""

import threading

places = {}
busy = set()
met_another = []


def download(host):
    place = places.setdefault(host, threading.BoundedSemaphore(1))
    with place:
        met_another.append(host in busy)
        busy.add(host)
        busy.remove(host)


threads = [
    threading.Thread(target=download, args=["a.example"])
    for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two at one host:", any(met_another))
