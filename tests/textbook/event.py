"""A flag set before or after the wait is seen."""

import threading

ready = threading.Event()
value = None


def work():
    ready.wait()
    print(value)


thread = threading.Thread(target=work)
thread.start()
value = 42
ready.set()
thread.join()
