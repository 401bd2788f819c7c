"""A looping thread ends when it is asked to, by an event."""

import threading

stop = threading.Event()
first_round = threading.Event()


def watch_folder():
    while not stop.wait(timeout=0.05):
        first_round.set()


watcher = threading.Thread(target=watch_folder)
watcher.start()
first_round.wait()
stop.set()
watcher.join()
print("still running:", watcher.is_alive())
