"""A thread keeps its exception; result() raises it in the caller."""

import threading


class Task(threading.Thread):
    def __init__(self, function, *args):
        super().__init__()
        self.function, self.arguments = function, args
        self.value = self.error = None

    def run(self):
        try:
            self.value = self.function(*self.arguments)
        except BaseException as error:
            self.error = error

    def result(self):
        self.join()
        if self.error is not None:
            raise self.error
        return self.value


tasks = [Task(int, text) for text in ("12", "thirty")]
for task in tasks:
    task.start()
try:
    print("total:", sum(task.result() for task in tasks))
except ValueError as error:
    print("no total:", error)
