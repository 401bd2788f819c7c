"""Two threads print a line each, and may share one."""

import threading


def save():
    print("saved")


threads = [threading.Thread(target=save) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
