"""A flag against endless recursion turns other threads away, too."""

import threading


class Resolver:
    def __init__(self):
        self.routes = {}
        self.filling = False

    def fill(self):
        if self.filling:
            return
        self.filling = True
        routes = {"home": "/home/"}
        self.fill()  # a table of routes may include itself
        self.routes = routes
        self.filling = False

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
