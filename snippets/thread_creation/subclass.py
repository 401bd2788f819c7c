"""A thread of a class of its own, which says in run() what to do."""

import threading


class Resizer(threading.Thread):
    def __init__(self, photo, width):
        super().__init__(name="resizer")
        self.photo = photo
        self.width = width

    def run(self):
        self.result = f"{self.photo}: {self.width} px"


thread = Resizer("beach.jpg", 640)
thread.start()
thread.join()
print(thread.result, "made by", thread.name)
