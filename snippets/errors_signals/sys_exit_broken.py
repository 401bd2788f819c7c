"""sys.exit in a thread ends that thread, and not the program."""

import sys
import threading


def back_up():
    sys.exit("backup failed")


thread = threading.Thread(target=back_up)
thread.start()
thread.join()
print("main: all is well")
