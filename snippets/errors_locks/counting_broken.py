"""A class is derived from Lock."""

import threading


class CountingLock(threading.Lock):
    taken = 0


print(CountingLock.taken)
