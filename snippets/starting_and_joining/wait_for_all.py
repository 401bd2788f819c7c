"""Start all, then wait for all: two threads are at work at once."""

import threading

log = []
both_began = threading.Barrier(2)


def copy_folder():
    log.append("began")
    both_began.wait()
    log.append("done")


threads = [threading.Thread(target=copy_folder) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(log)
