"""A signal interrupts the main thread in the middle of its waiting."""

import signal
import threading


def give_up(signal_number, frame):
    raise TimeoutError("took too long")


signal.signal(signal.SIGALRM, give_up)
signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    threading.Event().wait()
except TimeoutError as error:
    print(error)
finally:
    signal.setitimer(signal.ITIMER_REAL, 0)
