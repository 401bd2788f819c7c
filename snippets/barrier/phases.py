"""Nobody reads before both parts are written."""

import threading

barrier = threading.Barrier(2)
parts = {}
seen = {}


def work(mine, other):
    parts[mine] = f"{mine} done"
    barrier.wait()
    seen[mine] = parts.get(other)


left = threading.Thread(target=work, args=["left", "right"])
right = threading.Thread(target=work, args=["right", "left"])
left.start()
right.start()
left.join()
right.join()
print("left saw:", seen["left"])
print("right saw:", seen["right"])
