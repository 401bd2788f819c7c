"""A timer calls a function once, later, in a thread of its own."""

import threading

reminded = []


def remind(name):
    reminded.append((name, threading.current_thread() is timer))


timer = threading.Timer(0.05, remind, args=["Ada"])
print("before the start:", reminded)
timer.start()
timer.join()
print("afterwards:", reminded)
