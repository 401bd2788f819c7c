"""A lazy module is loaded under a lock, and says so last."""

import threading

lock = threading.RLock()


def load():
    return 202


class LazyModule:
    def __init__(self):
        self.lazy = True

    def __getattr__(self, name):  # called for what isn't there
        with lock:
            if self.lazy:
                self.ACCEPTED = load()
                self.lazy = False
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
