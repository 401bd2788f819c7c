"""One download at a time from each host, whoever asks for it."""

import threading

places = {
    "a.example": threading.BoundedSemaphore(1),
    "b.example": threading.BoundedSemaphore(1),
}
busy = set()
met_another = []


def download(host):
    with places[host]:
        met_another.append(host in busy)
        busy.add(host)
        busy.remove(host)


hosts = ["a.example", "a.example", "b.example"]
threads = [threading.Thread(target=download, args=[h]) for h in hosts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two at one host:", any(met_another))
