"""The shop opens as soon as one of its two clerks is ready."""

import threading

ready = threading.Event()
closing = threading.Event()
prepared = []


def work(counter):
    prepared.append(counter)
    ready.set()
    closing.wait()


bread = threading.Thread(target=work, args=("bread",))
cheese = threading.Thread(target=work, args=("cheese",))
bread.start()
cheese.start()
ready.wait()
print("open with:", sorted(prepared))
closing.set()
bread.join()
cheese.join()
