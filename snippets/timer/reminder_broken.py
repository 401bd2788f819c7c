"""The function is called at once, and the timer gets its result."""

import threading


def remind(name):
    print("tea time,", name)


timer = threading.Timer(0.05, remind("Ada"))
print("the timer is made")
timer.start()
timer.join()
