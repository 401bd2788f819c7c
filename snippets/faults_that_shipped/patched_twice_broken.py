"""Each thread patches; one takes the other's patch for the original."""

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


def test(zone):
    with patched(zone):
        pass


zones = ("CET", "PST")
threads = [threading.Thread(target=test, args=(z,)) for z in zones]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("put back:", Clock.zone == "UTC")
