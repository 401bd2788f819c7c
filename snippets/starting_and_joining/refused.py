"""What start() and join() refuse, and with which message."""

import threading


def attempt(call):
    try:
        call()
    except RuntimeError as error:
        print(f"{type(error).__name__}: {error}")


thread = threading.Thread(target=print, args=("The thread ran",))
attempt(thread.join)
thread.start()
thread.join()
attempt(thread.start)
attempt(threading.current_thread().join)
