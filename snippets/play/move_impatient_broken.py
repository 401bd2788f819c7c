"""A thread that waited a second for the second lock gives up."""

import threading

# --8<-- [start:change]
rent, food = threading.Lock(), threading.Lock()
moved = []


def move(first, second):
    with first:
        if second.acquire(timeout=1):
            moved.append("money")
            second.release()
    # --8<-- [end:change]


other = threading.Thread(target=move, args=(rent, food))
other.start()
move(food, rent)
other.join()
print("moved:", len(moved))
