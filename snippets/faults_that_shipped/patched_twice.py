"""One thread patches, before the others start and until they end."""

import threading
from unittest import mock


class Clock:
    zone = "UTC"


def test():
    seen.append(Clock.zone)


seen = []
threads = [threading.Thread(target=test) for _ in range(2)]
with mock.patch.object(Clock, "zone", "CET"):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("put back:", Clock.zone == "UTC")
