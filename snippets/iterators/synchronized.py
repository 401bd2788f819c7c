"""A decorator of 3.15 makes every generator of a function shareable."""

import threading


@threading.synchronized_iterator
def tickets():
    yield from ("A1", "A2", "A3")


shared = tickets()
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
