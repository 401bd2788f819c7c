"""An attribute of a subclass hides the start() of Thread."""

import threading


class Runner(threading.Thread):
    def __init__(self):
        super().__init__()
        self.start = threading.Event()

    def run(self):
        self.start.wait()
        print("ran")


runner = Runner()
runner.start()
