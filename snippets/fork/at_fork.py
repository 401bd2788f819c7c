"""Functions called around each fork() hand a free lock to the child."""

import os
import threading
import time
import warnings

lock = threading.Lock()
held = threading.Event()
os.register_at_fork(
    before=lock.acquire,
    after_in_parent=lock.release,
    after_in_child=lock.release,
)


def write_log():
    with lock:
        held.set()
        time.sleep(0.05)


writer = threading.Thread(target=write_log)
writer.start()
held.wait()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    child = os.fork()
if child == 0:
    os._exit(0 if lock.acquire(timeout=0.3) else 1)
writer.join()
_, status = os.waitpid(child, 0)
print("child could take the lock:", status == 0)
