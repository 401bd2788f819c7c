"""The number is read under the same lock under which it is made."""

import threading

lock = threading.Lock()
last = 0
given = []


def next_number():
    global last
    with lock:
        last += 1
        return last


def draw():
    given.append(next_number())


guests = [threading.Thread(target=draw) for _ in range(2)]
for guest in guests:
    guest.start()
for guest in guests:
    guest.join()
print("numbers:", sorted(given))
