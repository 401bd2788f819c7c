"""A thread that the system refused is started once more."""

import threading

thread = threading.Thread(target=print, args=("it runs",))
threading.stack_size(1 << 50)
try:
    thread.start()
except RuntimeError as error:
    print(error)
threading.stack_size(0)
thread.start()
