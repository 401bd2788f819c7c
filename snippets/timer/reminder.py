"""A timer calls a function once, later, in a thread of its own."""

import threading


def remind(name):
    print("tea time,", name)


timer = threading.Timer(0.05, remind, args=["Ada"])
print("the timer is made")
timer.start()
timer.join()
