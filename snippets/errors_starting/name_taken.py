"""The attribute has a name that Thread doesn't use."""

import threading


class Runner(threading.Thread):
    def __init__(self):
        super().__init__()
        self.gun_fired = threading.Event()

    def run(self):
        self.gun_fired.wait()
        print("ran")


runner = Runner()
runner.start()
runner.gun_fired.set()
runner.join()
