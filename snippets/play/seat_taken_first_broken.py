"""The seat is taken first, and looked at afterwards."""

import threading

# --8<-- [start:change]
seats = 1
sold = []


def sell(name):
    global seats
    seats -= 1
    if seats >= 0:
        sold.append(name)
    # --8<-- [end:change]


other = threading.Thread(target=sell, args=("Ann",))
other.start()
sell("Ben")
other.join()
print("sold:", len(sold))
