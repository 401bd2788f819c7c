"""A sleep is no synchronisation: in simulated time it may end at any moment."""

import threading
import time

value = None


def work():
    global value
    value = 42


threading.Thread(target=work).start()
time.sleep(1)
print(value)
