"""A new thread object for each run."""

import threading


def back_up():
    backup = threading.Thread(target=print, args=("saved",))
    backup.start()
    backup.join()


back_up()
back_up()
