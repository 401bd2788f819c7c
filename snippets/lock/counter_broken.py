"""Two threads add to one counter without a lock."""

import threading

counter = 0


def add():
    global counter
    counter += 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
