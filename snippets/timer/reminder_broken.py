"""The function is called at once, and the timer gets its result."""

import threading

reminded = []


def remind(name):
    reminded.append(name)


timer = threading.Timer(0.05, remind("Ada"))
print("before the start:", reminded)
timer.start()
timer.join()
