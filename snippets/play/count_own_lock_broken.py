"""Each call of add makes a lock and holds it."""

import threading

# --8<-- [start:change]
counter = 0


def add():
    global counter
    lock = threading.Lock()
    with lock:
        counter += 1
    # --8<-- [end:change]


other = threading.Thread(target=add)
other.start()
add()
other.join()
print(counter)
