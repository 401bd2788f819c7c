from . import two

name = "one"


def other():
    return two.name
