"""Each of three guests takes his left fork, then his right one."""

import threading

red, green, blue = [threading.Lock() for _ in range(3)]
eaten = []


def eat(left, right):
    with left, right:
        eaten.append("rice")


ann = threading.Thread(target=eat, args=(red, green))
ben = threading.Thread(target=eat, args=(green, blue))
ann.start()
ben.start()
eat(blue, red)
ann.join()
ben.join()
print("eaten:", len(eaten))
