"""Imported by every program the tests run: name the threads it leaves behind.

Interpreters wait for ordinary threads before this is called, so what is still
alive here is a daemon thread that the exit of the program cuts off.
"""

import atexit
import sys
import threading


def _name_the_left_behind() -> None:
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            print(f"thread left running: {thread.name}", file=sys.stderr)


# Registered before anything of the program, so called after all of it.
atexit.register(_name_the_left_behind)
