"""The clerk takes the lock when it has the letter already."""

import queue
import threading

lock = threading.Lock()
letters = queue.Queue()
stamped = 0
sorted_in = []


def stamp():
    global stamped
    for letter in ("from Ann", "from Ben"):
        with lock:
            stamped += 1
            letters.put(letter)


def sort_in():
    for _ in range(2):
        letter = letters.get()
        with lock:
            sorted_in.append(letter)


threads = [threading.Thread(target=f) for f in (stamp, sort_in)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("stamped:", stamped, "sorted in:", sorted_in)
