"""Two threads draw from one generator that 3.15 keeps in order."""

import threading


def tickets():
    yield from ("A1", "A2", "A3", "A4")


shared = threading.serialize_iterator(tickets())
sold = []


def sell():
    for ticket in shared:
        sold.append(ticket)


threads = [threading.Thread(target=sell) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(sold))
