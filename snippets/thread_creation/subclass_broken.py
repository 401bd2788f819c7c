"""A subclass whose __init__ never calls the one of Thread."""

import threading


class Resizer(threading.Thread):
    def __init__(self, photo, width):
        self.photo = photo
        self.width = width

    def run(self):
        self.result = f"{self.photo}: {self.width} px"


thread = Resizer("beach.jpg", 640)
thread.start()
thread.join()
print(thread.result)
