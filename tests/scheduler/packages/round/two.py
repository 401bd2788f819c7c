from . import one

name = "two"


def other():
    return one.name
