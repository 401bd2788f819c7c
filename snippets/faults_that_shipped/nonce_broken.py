"""A number is drawn under the lock, and its message sent outside."""

import threading

lock = threading.Lock()
last = 0
sent = []


def seal():
    global last
    with lock:
        last += 1
        return last


def send():
    number = seal()
    sent.append(number)


threads = [threading.Thread(target=send) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("arrives as", sent)
