"""One get looks and reads, and tells whether there was a session."""

import threading

sessions = {"ada": 1}
greeted = []


def greet():
    session = sessions.get("ada")
    if session is not None:
        greeted.append(session)


def log_out():
    sessions.pop("ada", None)


threads = [
    threading.Thread(target=greet),
    threading.Thread(target=log_out),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
