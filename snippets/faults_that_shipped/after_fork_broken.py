"""Each thread that finds the parent's pool empties it once more."""

import threading


class Pool:
    def __init__(self):
        self.process = "parent"
        self.in_use = set()

    def check(self):
        if self.process != "child":
            self.in_use = set()
            self.process = "child"

    def take(self, connection):
        self.check()
        self.in_use.add(connection)

    def give_back(self, connection):
        self.in_use.remove(connection)


def work(connection):
    pool.take(connection)
    pool.give_back(connection)


pool = Pool()
threads = [threading.Thread(target=work, args=(c,)) for c in "AB"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("in use:", len(pool.in_use))
