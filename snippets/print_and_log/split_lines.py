"""Two threads print a line each, text and line end in one piece."""

import threading


def save():
    print("saved\n", end="")


threads = [threading.Thread(target=save) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
