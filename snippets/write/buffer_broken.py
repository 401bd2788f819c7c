"""A buffer of one place that nobody waits for."""

import threading


class Buffer:
    def __init__(self):
        self.changed = threading.Condition()
        self.item = None

    def put(self, item):
        # yours: wait while the place is taken
        self.item = item

    def get(self):
        # yours: wait while there is nothing
        item, self.item = self.item, None
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
