"""A process that has a second thread forks, and Python warns."""

import os
import threading
import warnings

stop = threading.Event()
watcher = threading.Thread(target=stop.wait)
watcher.start()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    child = os.fork()
    if child == 0:
        os._exit(0)
os.waitpid(child, 0)

stop.set()
watcher.join()
print(caught[0].category.__name__)
print(str(caught[0].message).replace(str(os.getpid()), "N"))
