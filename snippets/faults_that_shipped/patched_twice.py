"""One thread patches, before the others start and until they end."""

import threading
from contextlib import contextmanager


class Clock:
    zone = "UTC"


@contextmanager
def patched(zone):
    original = Clock.zone
    Clock.zone = zone
    try:
        yield
    finally:
        Clock.zone = original


def test():
    seen.append(Clock.zone)


seen = []
threads = [threading.Thread(target=test) for _ in range(2)]
with patched("CET"):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("put back:", Clock.zone == "UTC")
