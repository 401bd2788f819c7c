"""The thread is stopped and joined at the end of a with block."""

import threading


class Meter:
    def __enter__(self):
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.stop.wait)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.stop.set()
        self.thread.join()


with Meter() as meter:
    print("measuring")
print("last line, still running:", meter.thread.is_alive())
