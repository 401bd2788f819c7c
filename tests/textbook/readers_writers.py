"""Readers share, a writer has it alone: no reader sees half of it."""

import threading

readers = 0
count_lock = threading.Lock()
room = threading.Lock()
pair = [0, 0]
seen = []


def read():
    global readers
    with count_lock:
        readers += 1
        if readers == 1:
            room.acquire()
    seen.append(pair[0] == pair[1])
    with count_lock:
        readers -= 1
        if readers == 0:
            room.release()


def write():
    with room:
        pair[0] = 1
        pair[1] = 1


threads = [
    threading.Thread(target=read),
    threading.Thread(target=read),
    threading.Thread(target=write),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(all(seen))
