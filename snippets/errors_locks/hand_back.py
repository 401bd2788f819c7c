"""One thread waits for an event that another one sets."""

import threading

printed = threading.Event()


def print_page():
    printed.set()


printer = threading.Thread(target=print_page)
printer.start()
printed.wait()
printer.join()
print("done")
