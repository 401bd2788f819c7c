"""A forked child has the parent's memory, and one thread."""

import os
import threading
import warnings

prices = {"tea": 3}
stop = threading.Event()
threading.Thread(target=stop.wait, name="waiter").start()
reader, writer = os.pipe()

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    child = os.fork()
if child == 0:
    names = [thread.name for thread in threading.enumerate()]
    os.write(writer, f"{prices} {names}".encode())
    os._exit(0)
prices["tea"] = 4
os.waitpid(child, 0)
print("child: ", os.read(reader, 100).decode())
names = [thread.name for thread in threading.enumerate()]
print("parent:", prices, names)
stop.set()
