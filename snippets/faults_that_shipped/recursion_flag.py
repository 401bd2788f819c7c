"""The flag against endless recursion belongs to the thread."""

import threading


class Resolver:
    def __init__(self):
        self.routes = {}
        self.local = threading.local()

    def fill(self):
        if getattr(self.local, "filling", False):
            return
        self.local.filling = True
        try:
            routes = {"home": "/home/"}
            self.fill()  # a table of routes may include itself
            self.routes = routes
        finally:
            self.local.filling = False

    def address(self, name):
        if not self.routes:
            self.fill()
        return self.routes[name]


def work():
    found.append(resolver.address("home"))


resolver = Resolver()
found = []
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found)
