"""A timer may fire before it is cancelled."""

import threading

timer = threading.Timer(1, print, args=("fired",))
timer.start()
timer.cancel()
timer.join()
print("done")
