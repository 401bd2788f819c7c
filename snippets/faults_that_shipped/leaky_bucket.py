"""Whoever touches the list takes the lock that belongs to it."""

import threading

lock = threading.Lock()
calls = ["12:00"]
answers = []


def newest():
    with lock:
        if calls:
            answers.append(calls[-1])


def leak():
    with lock:
        calls.clear()


threads = [threading.Thread(target=f) for f in (newest, leak)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("left:", len(calls))
