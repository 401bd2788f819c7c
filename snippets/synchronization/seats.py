"""Two threads ask for the last seat, and a lock lets one sell it."""

import threading

seats = 1
tickets = []
lock = threading.Lock()


def print_ticket(customer):
    return f"ticket for {customer}"


def sell(customer):
    global seats
    with lock:
        if seats > 0:
            tickets.append(print_ticket(customer))
            seats -= 1


threads = [
    threading.Thread(target=sell, args=(customer,))
    for customer in ("Ann", "Ben")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("tickets sold:", len(tickets))
