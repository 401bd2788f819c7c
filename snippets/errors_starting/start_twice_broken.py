"""A thread that has finished its run is started once more."""

import threading

backup = threading.Thread(target=print, args=("saved",))
backup.start()
backup.join()
backup.start()
