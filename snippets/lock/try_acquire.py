"""A thread gives up when it does not get the lock in time."""

import threading

printer = threading.Lock()
report = []


def print_label():
    report.append(("at once", printer.acquire(blocking=False)))
    report.append(("within 0.05 s", printer.acquire(timeout=0.05)))


printer.acquire()
thread = threading.Thread(target=print_label)
thread.start()
thread.join()
printer.release()
report.append(("once it is free", printer.acquire(timeout=1)))
printer.release()

for when, got_it in report:
    print(f"{when}: {got_it}")
