"""Three guests take their forks in one order: red, green, blue."""

import threading

red, green, blue = [threading.Lock() for _ in range(3)]
eaten = []


def eat(first, second):
    with first, second:
        eaten.append("rice")


ann = threading.Thread(target=eat, args=(red, green))
ben = threading.Thread(target=eat, args=(green, blue))
ann.start()
ben.start()
eat(red, blue)
ann.join()
ben.join()
print("eaten:", len(eaten))
