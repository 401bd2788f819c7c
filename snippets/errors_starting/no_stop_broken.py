"""A thread is told to stop by a method that does not exist."""

import threading

scanner = threading.Thread(target=print, args=("scanned",))
scanner.start()
scanner.join()
scanner.stop()
