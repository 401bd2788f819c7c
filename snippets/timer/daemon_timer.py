"""A daemon timer that is still waiting does not hold up the exit."""

import threading

timer = threading.Timer(3600, print, args=["never shown"])
timer.name = "reminder"
timer.daemon = True
timer.start()
print("main thread ends")
