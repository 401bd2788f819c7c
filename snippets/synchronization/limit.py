"""A semaphore lets two downloads in and turns a third away."""

import threading

slots = threading.Semaphore(2)
both_inside = threading.Barrier(3)
finish = threading.Event()


def download():
    with slots:
        both_inside.wait()
        finish.wait()


threads = [threading.Thread(target=download) for _ in range(2)]
for thread in threads:
    thread.start()
both_inside.wait()
print("room for a third:", slots.acquire(blocking=False))
finish.set()
for thread in threads:
    thread.join()
print("room once they are done:", slots.acquire(blocking=False))
