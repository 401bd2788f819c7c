"""Main waits for a thread until a deadline, and says who is late."""

import threading

stop = threading.Event()
sending = threading.Event()
answer = threading.Event()


def upload():
    while not stop.is_set():
        sending.set()
        answer.wait()


worker = threading.Thread(target=upload, name="upload")
worker.start()
sending.wait()
stop.set()
worker.join(timeout=0.05)
if worker.is_alive():
    print("late:", worker.name)
answer.set()
worker.join()
print("still running:", worker.is_alive())
