"""Who finds the buffer full waits, and so does who finds it empty."""

import threading


class Buffer:
    def __init__(self):
        self.changed = threading.Condition()
        self.item = None

    def put(self, item):
        with self.changed:
            while self.item is not None:
                self.changed.wait()
            self.item = item
            self.changed.notify_all()

    def get(self):
        with self.changed:
            while self.item is None:
                self.changed.wait()
            item, self.item = self.item, None
            self.changed.notify_all()
            return item


def cook():
    for plate in ("soup", "salad"):
        buffer.put(plate)


buffer = Buffer()
kitchen = threading.Thread(target=cook)
kitchen.start()
served = [buffer.get(), buffer.get()]
kitchen.join()
print("served:", served)
