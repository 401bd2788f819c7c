"""A third lock is held while the two are taken."""

import threading

# --8<-- [start:change]
rent, food = threading.Lock(), threading.Lock()
guard = threading.Lock()
moved = []


def move(first, second):
    with guard:
        first.acquire()
        second.acquire()
    moved.append("money")
    first.release()
    second.release()
    # --8<-- [end:change]


other = threading.Thread(target=move, args=(rent, food))
other.start()
move(food, rent)
other.join()
print("moved:", len(moved))
