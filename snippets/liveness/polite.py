"""Both take the locks in one order, so nobody has to step back."""

import threading

left = threading.Lock()
right = threading.Lock()
told = []


def walk(name, first, second):
    with first, second:
        told.append(f"{name} got through")


ann = threading.Thread(target=walk, args=("Ann", left, right))
ben = threading.Thread(target=walk, args=("Ben", left, right))
ann.start()
ben.start()
ann.join()
ben.join()
print(*sorted(told), sep="\n")
