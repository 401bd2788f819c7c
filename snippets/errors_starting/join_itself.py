"""Only other threads wait for the watcher's end."""

import threading


class Watcher:
    def __init__(self):
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        self.close()

    def close(self):
        if self.thread is not threading.current_thread():
            self.thread.join()


watcher = Watcher()
watcher.thread.start()
watcher.close()
print("closed")
