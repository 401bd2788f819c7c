"""The main thread hears of the failure, and ends the program."""

import sys
import threading

failures = []


def back_up():
    failures.append("backup failed")


thread = threading.Thread(target=back_up)
thread.start()
thread.join()
if failures:
    sys.exit(failures[0])
print("main: all is well")
