"""Each thread patches; one takes the other's mock for the original."""

import threading
from unittest import mock


class Clock:
    zone = "UTC"


def test(zone):
    with mock.patch.object(Clock, "zone", zone):
        pass


zones = ("CET", "PST")
threads = [threading.Thread(target=test, args=(z,)) for z in zones]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("put back:", Clock.zone == "UTC")
