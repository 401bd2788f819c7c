"""Main asks the thread to stop and waits, so its finally block runs."""

import threading

started = threading.Event()
stop = threading.Event()


def keep_journal():
    try:
        started.set()
        stop.wait()
    finally:
        print("journal saved")


writer = threading.Thread(target=keep_journal, name="writer")
writer.start()
started.wait()
stop.set()
writer.join()
print("main thread ends")
