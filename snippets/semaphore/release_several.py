"""One call of release lets two waiting threads go."""

import threading

start = threading.Semaphore(0)
started = []


def run(name):
    start.acquire()
    started.append(name)


threads = [
    threading.Thread(target=run, args=(name,))
    for name in ("ann", "ben")
]
for thread in threads:
    thread.start()
start.release(2)
for thread in threads:
    thread.join()
print(sorted(started))
