"""To look for a pool and to store a new one are one step."""

import threading


class Pool:
    open = True

    def request(self):
        answers.append("ok" if self.open else "the pool is closed")


class Manager:
    def __init__(self):
        self.pools = {}
        self.lock = threading.Lock()

    def pool(self, host):
        with self.lock:
            pool = self.pools.get(host)
            if pool is None:
                pool = Pool()
                self.store(host, pool)
            return pool

    def store(self, host, pool):
        old = self.pools.get(host)
        self.pools[host] = pool
        if old:
            old.open = False


def work():
    manager.pool("example.org").request()


manager = Manager()
answers = []
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(answers))
