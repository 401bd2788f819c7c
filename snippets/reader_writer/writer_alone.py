"""A writer is alone inside: no reader sees its work half done."""

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


lock = ReaderWriterLock()
pair = ["old", "old"]


def read():
    with lock.reading():
        assert pair[0] == pair[1]


reader = threading.Thread(target=read)
reader.start()
with lock.writing():
    pair[0] = pair[1] = "new"
reader.join()
print("no pair was torn")
