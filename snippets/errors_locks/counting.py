"""A class has a lock, and is used like one."""

import threading


class CountingLock:
    def __init__(self):
        self.lock = threading.Lock()
        self.taken = 0

    def __enter__(self):
        self.lock.acquire()
        self.taken += 1
        return self

    def __exit__(self, *exception):
        self.lock.release()


lock = CountingLock()


def work():
    with lock:
        pass


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("taken:", lock.taken)
