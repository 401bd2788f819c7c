"""A thread dies in a test, and pytest passes it unless told not to."""

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path


def test_payment():
    payer = threading.Thread(target=int, args=["thirty"])
    payer.start()
    payer.join()


def run(*options):
    pytest = [sys.executable, "-m", "pytest", "-q", *options]
    with tempfile.TemporaryDirectory() as folder:
        test = shutil.copy(__file__, Path(folder, "test_payment.py"))
        done = subprocess.run(
            [*pytest, test], cwd=folder, capture_output=True, text=True
        )
    result, _, _ = done.stdout.splitlines()[-1].partition(" in ")
    print("pytest", *options, "->", result)


if __name__ == "__main__":
    run()
    run("-W", "error::pytest.PytestUnhandledThreadExceptionWarning")
