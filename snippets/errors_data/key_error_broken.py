"""A session is there when the thread looks, and gone when it reads."""

import threading

sessions = {"ada": 1}
greeted = []


def greet():
    if "ada" in sessions:
        greeted.append(sessions["ada"])


def log_out():
    sessions.pop("ada")


threads = [
    threading.Thread(target=greet),
    threading.Thread(target=log_out),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
