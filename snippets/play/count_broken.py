"""Two threads add to one counter."""

import threading

# --8<-- [start:change]
counter = 0


def add():
    global counter
    counter += 1
    # --8<-- [end:change]


other = threading.Thread(target=add)
other.start()
add()
other.join()
print(counter)
