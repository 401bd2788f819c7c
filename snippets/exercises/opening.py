"""The shop opens when both clerks have said that they are ready."""

import threading

ready = threading.Semaphore(0)
closing = threading.Event()
prepared = []


def work(counter):
    prepared.append(counter)
    ready.release()
    closing.wait()


bread = threading.Thread(target=work, args=("bread",))
cheese = threading.Thread(target=work, args=("cheese",))
bread.start()
cheese.start()
for _ in range(2):
    ready.acquire()
print("open with:", sorted(prepared))
closing.set()
bread.join()
cheese.join()
