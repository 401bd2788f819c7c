"""One set lets the waiting runners go, and whoever comes later."""

import threading

start = threading.Event()
started = []


def run(name):
    start.wait()
    started.append(name)


names = ("Ada", "Ben")
runners = [threading.Thread(target=run, args=[n]) for n in names]
for runner in runners:
    runner.start()
start.set()
for runner in runners:
    runner.join()
print("started:", sorted(started))
print("a late wait returns:", start.wait())
