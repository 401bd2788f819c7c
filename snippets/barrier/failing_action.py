"""The action fails: one thread gets its error, the other notice."""

import threading

raised = []


def save():
    raise OSError("disk full")


barrier = threading.Barrier(2, action=save)


def work():
    try:
        barrier.wait()
    except (OSError, threading.BrokenBarrierError) as error:
        raised.append(repr(error))


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(raised), sep="\n")
print("broken:", barrier.broken)
