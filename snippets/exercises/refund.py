"""A ticket is refunded only if its printing was called off."""

from concurrent.futures import ThreadPoolExecutor

printed = []
refunds = 0


def print_ticket(guest):
    printed.append(guest)


with ThreadPoolExecutor(max_workers=1) as pool:
    ticket = pool.submit(print_ticket, "Ann")
    if ticket.cancel():
        refunds += 1
print("tickets and refunds:", len(printed) + refunds)
