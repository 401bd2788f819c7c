"""The time is over, so main asks the thread to stop, and waits."""

import threading

stop = threading.Event()


def copy_folder():
    while not stop.wait(timeout=0.05):
        pass


copier = threading.Thread(target=copy_folder)
copier.start()
copier.join(timeout=0.2)
if copier.is_alive():
    print("took too long")
    stop.set()
    copier.join()
print("still running:", copier.is_alive())
