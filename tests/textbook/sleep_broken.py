"""A sleep is no synchronisation."""

import threading
import time

value = None


def work():
    global value
    value = 42


threading.Thread(target=work).start()
time.sleep(1)
print(value)
