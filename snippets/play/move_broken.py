"""Two threads take the same two locks in opposite orders."""

import threading

# --8<-- [start:change]
rent, food = threading.Lock(), threading.Lock()
moved = []


def move(first, second):
    with first:
        with second:
            moved.append("money")
    # --8<-- [end:change]


other = threading.Thread(target=move, args=(rent, food))
other.start()
move(food, rent)
other.join()
print("moved:", len(moved))
