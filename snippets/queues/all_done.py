"""The main thread waits until every item has been worked on."""

import queue
import threading

numbers = queue.Queue()
squares = []


def work():
    while (number := numbers.get()) is not None:
        squares.append(number * number)
        numbers.task_done()
    numbers.task_done()


worker = threading.Thread(target=work)
worker.start()
for number in (2, 3):
    numbers.put(number)
numbers.join()
print(squares)
numbers.put(None)
worker.join()
