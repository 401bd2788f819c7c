"""Two players share one semaphore, and one may play twice running."""

import threading

table = threading.Semaphore(1)
rally = []


def play(stroke):
    for _ in range(2):
        with table:
            rally.append(stroke)


ann = threading.Thread(target=play, args=("ping",))
ben = threading.Thread(target=play, args=("pong",))
ann.start()
ben.start()
ann.join()
ben.join()
print(*rally)
