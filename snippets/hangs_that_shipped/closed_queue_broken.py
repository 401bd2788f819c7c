"""To close a full queue doesn't wake the producer that waits."""

import threading


class Queue:
    def __init__(self):
        self.room = threading.Condition()
        self.items = ["first"]  # there is room for one
        self.closed = False

    def put(self, item):
        with self.room:
            while self.items and not self.closed:
                self.room.wait()
            if self.closed:
                return "refused"
            self.items.append(item)
            return "accepted"

    def close(self):
        with self.room:
            self.closed = True


def produce():
    answers.append(queue.put("second"))


queue = Queue()
answers = []
producer = threading.Thread(target=produce)
producer.start()
queue.close()
producer.join()
print(answers)
