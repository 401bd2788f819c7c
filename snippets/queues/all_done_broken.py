"""The worker never calls task_done(), so join() never returns."""

import queue
import threading

numbers = queue.Queue()
squares = []


def work():
    while (number := numbers.get()) is not None:
        squares.append(number * number)


worker = threading.Thread(target=work)
worker.start()
for number in (1, 2, None):
    numbers.put(number)
worker.join()
numbers.join()
print(squares)
