"""An object's text is made without its lock, so it can be logged."""

import io
import logging
import threading

log = logging.getLogger("storage")
log.addHandler(logging.StreamHandler(io.StringIO()))
log.propagate = False


class Disk:
    def __init__(self):
        self.lock = threading.RLock()
        self.name = "sda"

    def __str__(self):
        return self.name

    def rename(self, name):
        with self.lock:
            self.name = name
            log.warning("renamed to %s", name)


disk = Disk()
threads = [
    threading.Thread(target=log.warning, args=("found %s", disk)),
    threading.Thread(target=disk.rename, args=("sdb",)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("disk:", disk.name)
