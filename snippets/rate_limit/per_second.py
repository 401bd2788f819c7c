"""At most two calls are due in a period; the third waits its turn."""

import threading
import time
from collections import deque


class RateLimit:
    def __init__(self, calls, seconds):
        self._seconds = seconds
        self._starts = deque(maxlen=calls)
        self._lock = threading.Lock()

    def wait(self):
        with self._lock:
            start = time.monotonic()
            if len(self._starts) == self._starts.maxlen:
                start = max(start, self._starts[0] + self._seconds)
            self._starts.append(start)
        time.sleep(max(0, start - time.monotonic()))
        return start


limit = RateLimit(calls=2, seconds=0.1)
starts = []


def call():
    starts.append(limit.wait())


threads = [threading.Thread(target=call) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
first, _, third = sorted(starts)
print("third call in another period:", third - first > 0.099)
