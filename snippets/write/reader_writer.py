"""A reader waits while a writer does, so the writer gets its turn."""

import threading


class ReaderWriterLock:
    def __init__(self):
        self.changed = threading.Condition()
        self.readers = self.waiting = self.overtaken = 0

    def begin_reading(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.waiting)
            self.readers += 1
            self.overtaken += self.waiting

    def end_reading(self):
        with self.changed:
            self.readers -= 1
            self.changed.notify_all()

    def write(self, change):
        with self.changed:
            self.waiting += 1
            self.changed.wait_for(lambda: not self.readers)
            self.waiting -= 1
            self.changed.notify_all()
            change()


def read():
    lock.begin_reading()
    lock.end_reading()


lock = ReaderWriterLock()
written = []
lock.begin_reading()
guest = threading.Thread(target=read)
guest.start()
guest.join()  # two readers are inside together
writer = threading.Thread(target=lock.write, args=(written.clear,))
writer.start()
lock.end_reading()
read()
writer.join()
print("times the writer was overtaken:", lock.overtaken)
