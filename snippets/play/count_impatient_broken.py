"""A thread that has waited a second adds without the lock."""

import threading

# --8<-- [start:change]
lock = threading.Lock()
counter = 0


def add():
    global counter
    got = lock.acquire(timeout=1)
    counter += 1
    if got:
        lock.release()
    # --8<-- [end:change]


other = threading.Thread(target=add)
other.start()
add()
other.join()
print(counter)
