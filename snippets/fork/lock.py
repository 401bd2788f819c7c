"""Forked before the first thread, a child finds the lock free."""

import os
import threading

lock = threading.Lock()


def write_log():
    with lock:
        pass


writer = threading.Thread(target=write_log)
child = os.fork()
if child == 0:
    os._exit(0 if lock.acquire(timeout=0.3) else 1)
writer.start()
writer.join()
_, status = os.waitpid(child, 0)
print("parent can take the lock:", lock.acquire(timeout=0.3))
print("child could take it:", status == 0)
