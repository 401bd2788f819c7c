"""A ticket is refunded, whether its printing was called off or not."""

from concurrent.futures import ThreadPoolExecutor

printed = []
refunds = 0


def print_ticket(guest):
    printed.append(guest)


with ThreadPoolExecutor(max_workers=1) as pool:
    ticket = pool.submit(print_ticket, "Ann")
    ticket.cancel()
    refunds += 1
print("tickets and refunds:", len(printed) + refunds)
