"""The object starts its thread before it has all its attributes."""

import threading

sent = []


class Greeter(threading.Thread):
    def __init__(self):
        super().__init__()
        self.start()
        self.greeting = "hello"

    def run(self):
        sent.append(self.greeting)


greeter = Greeter()
greeter.join()
print(sent)
