"""A package's own lock guards its counter."""

# expect: finished:2
import threading

import locked

threads = [threading.Thread(target=locked.count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(locked.counting.total)
