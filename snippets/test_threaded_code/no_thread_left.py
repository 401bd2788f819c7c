"""A check around a test finds the threads that it left running."""

import contextlib
import threading


@contextlib.contextmanager
def no_thread_left():
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    if left:
        raise AssertionError(sorted(thread.name for thread in left))


def test_backup(stop, wait):
    backup = threading.Thread(target=stop.wait, name="backup")
    backup.start()
    if wait:
        stop.set()
        backup.join()


for wait in (True, False):
    stop = threading.Event()
    try:
        with no_thread_left():
            test_backup(stop, wait)
        print("joined: passed")
    except AssertionError as error:
        print("not joined: left running:", error)
    stop.set()
