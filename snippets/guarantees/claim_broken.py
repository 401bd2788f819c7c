"""Two threads look whether a seat is free, and then take it."""

import threading

owners = {}
tickets = []


def book(name):
    if "12A" not in owners:
        owners["12A"] = name
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
