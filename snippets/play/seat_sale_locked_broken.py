"""The sale is under the lock, the look at the seats is not."""

import threading

# --8<-- [start:change]
seats = 1
sold = []
lock = threading.Lock()


def sell(name):
    global seats
    if seats > 0:
        with lock:
            seats -= 1
            sold.append(name)
    # --8<-- [end:change]


other = threading.Thread(target=sell, args=("Ann",))
other.start()
sell("Ben")
other.join()
print("sold:", len(sold))
