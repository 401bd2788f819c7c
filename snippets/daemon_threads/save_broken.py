"""The program ends, and a daemon's finally block never runs."""

import threading

started = threading.Event()
stop = threading.Event()


def keep_journal():
    try:
        started.set()
        stop.wait()
    finally:
        print("journal saved")


writer = threading.Thread(
    target=keep_journal, name="writer", daemon=True
)
writer.start()
started.wait()
print("main thread ends")
