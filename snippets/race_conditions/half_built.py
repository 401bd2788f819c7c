"""The thread starts when the object is complete."""

import threading

sent = []


class Greeter(threading.Thread):
    def __init__(self):
        super().__init__()
        self.greeting = "hello"

    def run(self):
        sent.append(self.greeting)


greeter = Greeter()
greeter.start()
greeter.join()
print(sent)
