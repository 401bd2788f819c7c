"""A try around start() and join() catches nothing of the thread's."""

import threading


def read_price(text):
    return float(text)


thread = threading.Thread(target=read_price, args=("cheap",))
try:
    thread.start()
    thread.join()
    print("price read")
except ValueError:
    print("not a price")
