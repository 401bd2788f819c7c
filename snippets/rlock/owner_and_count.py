"""Only its owner releases an RLock, once for each time it took it."""

import threading

lock = threading.RLock()
seen = []


def visit():
    try:
        lock.release()
    except RuntimeError as error:
        seen.append(f"release: RuntimeError: {error}")
    free = lock.acquire(blocking=False)
    seen.append(f"acquire: {free}")
    if free:
        lock.release()


def let_another_thread_try(when):
    thread = threading.Thread(target=visit)
    thread.start()
    thread.join()
    print(when, *seen, sep="\n  ")
    seen.clear()


lock.acquire()
lock.acquire()
let_another_thread_try("taken twice")
lock.release()
let_another_thread_try("released once")
lock.release()
let_another_thread_try("released twice")
