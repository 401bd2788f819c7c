"""Two threads share a source through the branches of itertools.tee."""

import itertools
import threading

inside = threading.Event()
go_on = threading.Event()


def lines():
    for line in ("in 3", "out 1"):
        inside.set()
        go_on.wait()
        yield line


audit, report = itertools.tee(lines())
first = threading.Thread(target=list, args=(audit,))
second = threading.Thread(target=list, args=(report,))
first.start()
inside.wait()
second.start()
second.join()
go_on.set()
first.join()
