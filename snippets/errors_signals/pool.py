"""After Ctrl-C only the task that is running is finished."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
go_on = threading.Event()
saved = []


def save(page):
    started.set()
    go_on.wait()
    saved.append(page)


try:
    with ThreadPoolExecutor(max_workers=1) as pool:
        for page in (1, 2, 3):
            pool.submit(save, page)
        started.wait()
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            go_on.set()
except KeyboardInterrupt:
    print("Ctrl-C, saved all the same:", saved)
