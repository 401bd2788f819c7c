"""Two threads import one module, and its code runs once."""

import importlib
import sys
import tempfile
import threading
from pathlib import Path

code = 'print("reading the catalogue")\ntitles = ["Emma"]\n'
start = threading.Barrier(2)
found = []


def look_up():
    start.wait()
    module = importlib.import_module("catalogue")
    found.append(module.titles[0])


with tempfile.TemporaryDirectory() as folder:
    Path(folder, "catalogue.py").write_text(code, "utf-8")
    sys.path.insert(0, folder)
    threads = [threading.Thread(target=look_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("found:", found)
