"""A loop that takes the lock again at once keeps another thread out."""

import threading

lock = threading.Lock()
waiting = False
overtaken = 0


def print_pages():
    global overtaken
    for _ in range(3):
        with lock:
            overtaken += waiting


def print_letter():
    global waiting
    waiting = True
    with lock:
        waiting = False


threads = [
    threading.Thread(target=task)
    for task in (print_pages, print_letter)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("overtaken more than once:", overtaken > 1)
