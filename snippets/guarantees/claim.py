"""One call of setdefault looks and takes, so one thread wins."""

import threading

owners = {}
tickets = []


def book(name):
    if owners.setdefault("12A", name) == name:
        tickets.append(name)


threads = [
    threading.Thread(target=book, args=(name,))
    for name in ("Ada", "Ben")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("tickets for one seat:", len(tickets))
