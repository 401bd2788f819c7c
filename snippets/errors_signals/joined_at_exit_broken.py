"""A daemon thread is joined by the last object that is deleted."""

import threading


class Meter:
    def __init__(self):
        self.stop = threading.Event()
        self.thread = threading.Thread(
            target=self.stop.wait, name="meter", daemon=True
        )
        self.thread.start()

    def __del__(self):
        self.stop.set()
        self.thread.join()


meter = Meter()
print("last line")
