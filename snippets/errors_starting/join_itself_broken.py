"""A watcher closes itself, and so waits for its own end."""

import threading


class Watcher:
    def __init__(self):
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        self.close()

    def close(self):
        self.thread.join()


watcher = Watcher()
watcher.thread.start()
watcher.close()
print("closed")
