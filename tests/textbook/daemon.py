"""A daemon may or may not print before the program ends."""

import threading

threading.Thread(target=print, args=("daemon",), daemon=True).start()
print("main")
