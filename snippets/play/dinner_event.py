"""An event remembers that dinner is ready."""

import threading

# --8<-- [start:change]
ready = threading.Event()


def cook():
    ready.set()


thread = threading.Thread(target=cook)
thread.start()
ready.wait()
# --8<-- [end:change]
thread.join()
print("dinner")
