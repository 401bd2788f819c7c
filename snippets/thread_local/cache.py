"""A subclass sets the attribute in each thread that looks at it."""

import threading


class Local(threading.local):
    def __init__(self):
        self.cache = {}


local = Local()
sizes = []


def remember(key, value):
    local.cache[key] = value
    sizes.append(len(local.cache))


for key, value in (("pi", 3.14), ("e", 2.72)):
    thread = threading.Thread(target=remember, args=(key, value))
    thread.start()
    thread.join()
print("sizes seen in the threads:", sizes)
print("size in the main thread:", len(local.cache))
