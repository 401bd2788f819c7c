"""An exception in a thread does not stop the program."""

import threading


def work():
    raise ValueError("bad")


thread = threading.Thread(target=work)
thread.start()
thread.join()
print("still here")
