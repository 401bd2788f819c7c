"""Two threads look for a free seat, then sell it."""

import threading

# --8<-- [start:change]
seats = 1
sold = []


def sell(name):
    global seats
    if seats > 0:
        seats -= 1
        sold.append(name)
    # --8<-- [end:change]


other = threading.Thread(target=sell, args=("Ann",))
other.start()
sell("Ben")
other.join()
print("sold:", len(sold))
