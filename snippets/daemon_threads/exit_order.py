"""At its end Python waits for threads, then runs atexit functions."""

import atexit
import threading


def save_report():
    threading.main_thread().join()
    print("worker: report saved")


atexit.register(print, "atexit: closing the log")
threading.Thread(target=save_report).start()
print("main: last line")
