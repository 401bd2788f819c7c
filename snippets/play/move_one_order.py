"""Both threads take the two locks in one order."""

import threading

rent, food = threading.Lock(), threading.Lock()
moved = []


def move(first, second):
    with first:
        with second:
            moved.append("money")


# --8<-- [start:change]
other = threading.Thread(target=move, args=(rent, food))
other.start()
move(rent, food)
# --8<-- [end:change]
other.join()
print("moved:", len(moved))
