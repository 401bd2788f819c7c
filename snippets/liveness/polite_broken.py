"""Two polite threads can step back for each other each time."""

import threading

left = threading.Lock()
right = threading.Lock()
told = []


def walk(name, near, far):
    for _ in range(2):
        with near:
            if far.acquire(blocking=False):
                far.release()
                told.append(f"{name} got through")
                return
    told.append(f"{name} gave up after 2 rounds")


ann = threading.Thread(target=walk, args=("Ann", left, right))
ben = threading.Thread(target=walk, args=("Ben", right, left))
ann.start()
ben.start()
ann.join()
ben.join()
print(*sorted(told), sep="\n")
