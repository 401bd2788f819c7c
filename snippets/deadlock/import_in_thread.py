"""Two threads import one module, and its code runs once."""

import sys
import tempfile
import threading
from pathlib import Path

CATALOGUE = """
import started
started.times.append("catalogue")
prices = {"tea": 3}
"""

seen = []


def read_price():
    import catalogue

    seen.append(catalogue.prices["tea"])


with tempfile.TemporaryDirectory() as folder:
    Path(folder, "catalogue.py").write_text(CATALOGUE)
    Path(folder, "started.py").write_text("times = []")
    sys.path.insert(0, folder)
    threads = [threading.Thread(target=read_price) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    import started

print("prices read:", seen)
print("times the module ran:", len(started.times))
