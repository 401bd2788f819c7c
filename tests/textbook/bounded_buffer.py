"""A buffer of one place between two producers and a consumer."""

import threading

lock = threading.Lock()
not_full = threading.Condition(lock)
not_empty = threading.Condition(lock)
buffer = []
got = []


def put(item):
    with lock:
        while buffer:
            not_full.wait()
        buffer.append(item)
        not_empty.notify()


def take():
    for _ in range(2):
        with lock:
            while not buffer:
                not_empty.wait()
            got.append(buffer.pop())
            not_full.notify()


threads = [
    threading.Thread(target=put, args=("a",)),
    threading.Thread(target=put, args=("b",)),
    threading.Thread(target=take),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(got))
