"""Exclusive creation gives a new file to exactly one thread."""

import tempfile
import threading
from pathlib import Path

answers = []


def claim(path):
    try:
        with open(path, "x") as file:
            file.write("claimed\n")
    except FileExistsError:
        answers.append("was there already")
    else:
        answers.append("created")


with tempfile.TemporaryDirectory() as folder:
    report = Path(folder) / "report.txt"
    threads = [
        threading.Thread(target=claim, args=(report,)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(sorted(answers))
