"""Two atomic operations in one line: read the end, append it again."""

import threading

steps = [1]


def go_on():
    steps.append(steps[-1] + 1)


threads = [threading.Thread(target=go_on) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(steps)
