"""Two threads sell the last seat without waiting for each other."""

import threading

seats = 1
tickets = []


def print_ticket(customer):
    return f"ticket for {customer}"


def sell(customer):
    global seats
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
