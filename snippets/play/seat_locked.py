"""The look at the seats and the sale are under one lock."""

import threading

# --8<-- [start:change]
seats = 1
sold = []
lock = threading.Lock()


def sell(name):
    global seats
    with lock:
        if seats > 0:
            seats -= 1
            sold.append(name)
    # --8<-- [end:change]


other = threading.Thread(target=sell, args=("Ann",))
other.start()
sell("Ben")
other.join()
print("sold:", len(sold))
