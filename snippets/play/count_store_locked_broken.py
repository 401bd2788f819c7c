"""Only the storing of the new count is under the lock."""

import threading

# --8<-- [start:change]
lock = threading.Lock()
counter = 0


def add():
    global counter
    more = counter + 1
    with lock:
        counter = more
    # --8<-- [end:change]


other = threading.Thread(target=add)
other.start()
add()
other.join()
print(counter)
