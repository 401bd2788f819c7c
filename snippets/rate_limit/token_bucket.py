"""Two tokens are spent at once, and the third has to be earned."""

import threading
import time


class TokenBucket:
    def __init__(self, rate, burst):
        self._rate, self._burst = rate, burst
        self._tokens = burst
        self._filled = time.monotonic()
        self._lock = threading.Lock()

    def take(self):
        with self._lock:
            now = time.monotonic()
            self._tokens += (now - self._filled) * self._rate
            self._tokens = min(self._tokens, self._burst) - 1
            self._filled = now
            wait = max(0, -self._tokens / self._rate)
        time.sleep(wait)
        return wait


bucket = TokenBucket(rate=1, burst=2)
waits = []
threads = [
    threading.Thread(target=lambda: waits.append(bucket.take()))
    for _ in range(3)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("calls that had to wait:", sum(wait > 0 for wait in waits))
