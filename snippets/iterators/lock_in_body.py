"""A lock around next guards the generator; the second thread waits."""

import threading

lock = threading.Lock()
sold = []


def numbered():
    yield from ("A1", "A2")


tickets = numbered()


def sell():
    while True:
        with lock:
            ticket = next(tickets, None)
        if ticket is None:
            break
        sold.append(ticket)


first = threading.Thread(target=sell)
second = threading.Thread(target=sell)
first.start()
second.start()
first.join()
second.join()
print(sorted(sold))
