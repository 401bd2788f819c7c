"""The main thread prints the result without waiting for it."""

import threading

totals = []


def add_up(prices):
    totals.append(sum(prices))


thread = threading.Thread(target=add_up, args=([19, 5, 8],))
thread.start()
print(totals)
