"""A lazy module calls itself loaded before it has its contents."""

import threading


def load():
    return 202


class LazyModule:
    def __init__(self):
        self.lazy = True

    def __getattr__(self, name):  # called for what isn't there
        if self.lazy:
            self.lazy = False
            self.ACCEPTED = load()
        return object.__getattribute__(self, name)


def read():
    found.append(status.ACCEPTED)


status = LazyModule()
found = []
threads = [threading.Thread(target=read) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found)
