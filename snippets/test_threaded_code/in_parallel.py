"""Each call of the test has a guest book of its own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


class GuestBook:
    def __init__(self):
        self.visits = []

    def visit(self, name):
        self.visits.append(name)
        return len(self.visits)


def test_first_visit():
    assert GuestBook().visit("Ann") == 1


def run(*options):
    pytest = [sys.executable, "-m", "pytest", "-q", *options]
    with tempfile.TemporaryDirectory() as folder:
        test = shutil.copy(__file__, Path(folder, "test_visits.py"))
        done = subprocess.run(
            [*pytest, test], cwd=folder, capture_output=True, text=True
        )
    result, _, _ = done.stdout.splitlines()[-1].partition(" in ")
    print("pytest", *options, "->", result)


if __name__ == "__main__":
    run()
    run("--parallel-threads=4")
