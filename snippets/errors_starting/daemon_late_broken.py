"""A thread is made a daemon when it has been started already."""

import threading

stop = threading.Event()
clock = threading.Thread(target=stop.wait)
clock.start()
try:
    clock.daemon = True
finally:
    stop.set()
    clock.join()
