"""The main thread waits for the result, and prints it."""

import threading

totals = []


def add_up(prices):
    totals.append(sum(prices))


thread = threading.Thread(target=add_up, args=([19, 5, 8],))
thread.start()
thread.join()
print(totals)
