"""After a refusal, the second attempt is made with a new object."""

import threading


def start():
    thread = threading.Thread(target=print, args=("it runs",))
    thread.start()
    thread.join()


threading.stack_size(1 << 50)
try:
    start()
except RuntimeError as error:
    print(error)
threading.stack_size(0)
start()
