"""Each player waits for a semaphore that the other one releases."""

import threading

ann_may = threading.Semaphore(1)
ben_may = threading.Semaphore(0)
rally = []


def play(stroke, mine, other):
    for _ in range(2):
        mine.acquire()
        rally.append(stroke)
        other.release()


ann = threading.Thread(target=play, args=("ping", ann_may, ben_may))
ben = threading.Thread(target=play, args=("pong", ben_may, ann_may))
ann.start()
ben.start()
ann.join()
ben.join()
print(*rally)
