"""A test uses a global list, and four threads run it at once."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

visits = []


def visit(name):
    visits.append(name)
    return len(visits)


def test_first_visit():
    assert visit("Ann") == 1


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
