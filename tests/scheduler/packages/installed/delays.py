"""A module that has a timer call its caller."""

import threading


def later(function):
    timer = threading.Timer(5, function)
    timer.start()
    return timer


def at_once(function):
    thread = threading.Thread(target=function)
    thread.start()
    return thread
