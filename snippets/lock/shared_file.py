"""A lock keeps two threads from changing one file at the same time."""

import tempfile
import threading
from pathlib import Path

file_lock = threading.Lock()


def add_visit(path):
    with file_lock:
        visits = int(path.read_text())
        path.write_text(str(visits + 1))


with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "visits.txt")
    path.write_text("0")
    threads = [
        threading.Thread(target=add_visit, args=(path,))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("visits:", path.read_text())
