"""A thread is a daemon from the start."""

import threading

stop = threading.Event()
clock = threading.Thread(target=stop.wait, daemon=True)
clock.start()
print("a daemon:", clock.daemon)
stop.set()
clock.join()
