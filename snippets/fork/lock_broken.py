"""A forked child has the lock, and not the thread that holds it."""

import os
import threading
import warnings

lock = threading.Lock()
held = threading.Event()
forked = threading.Event()


def write_log():
    with lock:
        held.set()
        forked.wait()


writer = threading.Thread(target=write_log)
writer.start()
held.wait()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    child = os.fork()
if child == 0:
    os._exit(0 if lock.acquire(timeout=0.3) else 1)
forked.set()
writer.join()
_, status = os.waitpid(child, 0)
print("parent can take the lock:", lock.acquire(timeout=0.3))
print("child could take it:", status == 0)
