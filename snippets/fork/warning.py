"""Forking a process with two threads gives a warning."""

import os
import threading
import warnings

stop = threading.Event()
threading.Thread(target=stop.wait).start()

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    child = os.fork()
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
stop.set()
(warning,) = told
text = str(warning.message).replace(str(os.getpid()), "…")
print(f"{warning.category.__name__}: {text}")
