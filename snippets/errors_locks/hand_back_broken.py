"""One thread takes an RLock, and another one is to release it."""

import threading

printing = threading.RLock()


def print_page():
    printing.release()


printing.acquire()
printer = threading.Thread(target=print_page)
printer.start()
printer.join()
print("done")
