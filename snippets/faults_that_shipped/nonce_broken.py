"""A number is drawn under a lock, its message sent without it."""

import threading

lock = threading.Lock()
last = 0
arrived = []


def seal():
    global last
    with lock:
        last += 1
        return last


def deliver(number):
    arrived.append(number)


def send():
    number = seal()
    deliver(number)


threads = [threading.Thread(target=send) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("arrived:", arrived)
