"""Arguments by position in a tuple, by name in a dictionary."""

import threading

lines = []


def order(dish, count=1, *, spicy=False):
    lines.append(f"{count} x {dish}, spicy: {spicy}")


soup = threading.Thread(target=order, args=("soup",))
rice = threading.Thread(target=order, args=("rice", 2))
curry = threading.Thread(
    target=order, args=("curry",), kwargs={"spicy": True}
)
for thread in (soup, rice, curry):
    thread.start()
for thread in (soup, rice, curry):
    thread.join()
print(*sorted(lines), sep="\n")
