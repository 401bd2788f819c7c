"""A dictionary grows while another thread walks through it."""

import threading

prices = {"apple": 3, "bread": 4}
walking = threading.Event()
added = threading.Event()


def add_price():
    walking.wait()
    prices["cherry"] = 5
    added.set()


adder = threading.Thread(target=add_price)
adder.start()
for name in prices:
    print(name)
    walking.set()
    added.wait()
