"""Two threads each see every line that one generator yields."""

import threading

seen = {}


def lines():
    yield from ("in 3", "out 1")


def read(name, branch):
    seen[name] = list(branch)


branches = threading.concurrent_tee(lines(), 2)
threads = [
    threading.Thread(target=read, args=pair)
    for pair in zip(("audit", "report"), branches, strict=True)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in sorted(seen):
    print(name, seen[name])
