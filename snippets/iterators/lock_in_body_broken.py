"""A lock in the body of the loop does not guard the generator."""

import threading

inside = threading.Event()
go_on = threading.Event()
lock = threading.Lock()
sold = []


def numbered():
    for ticket in ("A1", "A2"):
        inside.set()
        go_on.wait()
        yield ticket


tickets = numbered()


def sell():
    for ticket in tickets:
        with lock:
            sold.append(ticket)


first = threading.Thread(target=sell)
second = threading.Thread(target=sell, name="second")
first.start()
inside.wait()
second.start()
second.join()
go_on.set()
first.join()
print(sold)
