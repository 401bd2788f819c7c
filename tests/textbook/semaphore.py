"""A semaphore of two lets two of three threads in."""

import threading

slots = threading.Semaphore(2)
inside = []
most = []


def work(name):
    with slots:
        inside.append(name)
        most.append(len(inside))
        inside.remove(name)


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(max(most))
