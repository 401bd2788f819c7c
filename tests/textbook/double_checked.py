"""Checked again under the lock: made once."""

import threading

lock = threading.Lock()
instance = None
made = 0


def get():
    global instance, made
    if instance is None:
        with lock:
            if instance is None:
                made += 1
                instance = "object"


threads = [threading.Thread(target=get) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(made)
