"""Each thread reads the other's part, which may not be there yet."""

import threading

parts = {}
seen = {}


def work(mine, other):
    parts[mine] = f"{mine} done"
    seen[mine] = parts.get(other)


left = threading.Thread(target=work, args=["left", "right"])
right = threading.Thread(target=work, args=["right", "left"])
left.start()
right.start()
left.join()
right.join()
print("left saw:", seen["left"])
print("right saw:", seen["right"])
