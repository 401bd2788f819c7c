"""The whole addition is under one lock."""

import threading

# --8<-- [start:change]
lock = threading.Lock()
counter = 0


def add():
    global counter
    with lock:
        counter += 1
    # --8<-- [end:change]


other = threading.Thread(target=add)
other.start()
add()
other.join()
print(counter)
