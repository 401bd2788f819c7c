"""A producer hands two items to a consumer through a queue of one."""

import queue
import threading

channel = queue.Queue(1)
got = []


def produce():
    for number in range(2):
        channel.put(number)


def consume():
    for _ in range(2):
        got.append(channel.get())


threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(got)
