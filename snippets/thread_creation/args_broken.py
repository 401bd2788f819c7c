"""Two threads die because their args are no tuples."""

import threading

lines = []


def order(dish):
    lines.append(dish)


soup = threading.Thread(target=order, args=("soup"))
soup.start()
soup.join()
number_five = threading.Thread(target=order, args=5)
number_five.start()
number_five.join()
print("Ordered:", lines)
