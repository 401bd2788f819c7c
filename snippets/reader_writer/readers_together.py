"""Two readers meet inside: neither waits for the other to leave."""

import threading
from contextlib import contextmanager


class ReaderWriterLock:
    def __init__(self):
        self.changed = threading.Condition()
        self.readers = self.writers = 0

    @contextmanager
    def reading(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.writers)
            self.readers += 1
        try:
            yield
        finally:
            with self.changed:
                self.readers -= 1
                self.changed.notify_all()

    @contextmanager
    def writing(self):
        with self.changed:
            self.writers += 1
            try:
                self.changed.wait_for(lambda: not self.readers)
                yield
            finally:
                self.writers -= 1
                self.changed.notify_all()


# --8<-- [start:use]
lock = ReaderWriterLock()
together = threading.Barrier(2)


def read():
    with lock.reading():
        together.wait()


reader = threading.Thread(target=read)
reader.start()
read()
reader.join()
print("both were inside")
# --8<-- [end:use]
