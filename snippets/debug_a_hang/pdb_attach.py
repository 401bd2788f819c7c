"""A debugger gets in only where the main thread runs Python code."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# The shell becomes pdb, and so the parent of the program: some systems
# let a process look into its own children only.
SHELL = '"$0" "$1" >/dev/null 2>&1 & sleep 1; exec "$0" -m pdb -p $!'
PROGRAMS = {
    "the main thread computes": "while True:\n    pass\n",
    "the main thread waits": "import queue\nqueue.Queue().get()\n",
}


def attach(program):
    shell = subprocess.Popen(
        ["sh", "-c", SHELL, sys.executable, program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate("quit\n", timeout=8)
        assert "(Pdb)" in said, said
        return "pdb is in"
    except subprocess.TimeoutExpired:
        return "no answer from pdb"
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.communicate()


with tempfile.TemporaryDirectory() as folder:
    for case, text in PROGRAMS.items():
        program = Path(folder, "program.py")
        program.write_text(text)
        print(f"{case}: {attach(program)}")
