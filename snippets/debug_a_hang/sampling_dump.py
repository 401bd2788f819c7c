"""The profiler of 3.15 looks into a hanging program from outside."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("warehouse_broken.py")

# The shell becomes the profiler, and so the parent of the hanging
# program: some systems let a process look into its children only.
SHELL = """
"$0" "$1" >/dev/null 2>&1 & sleep 1
exec "$0" -m profiling.sampling dump --all-threads $!
"""


def look():
    shell = subprocess.Popen(
        ["sh", "-c", SHELL, sys.executable, PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    found, _ = shell.communicate()
    os.killpg(shell.pid, signal.SIGKILL)
    return found


for _ in range(3):
    found = look()
    if "in pack" in found and "in load" in found:
        break
else:
    sys.exit(found)
found = re.sub(r' *File ".*threading.py".*\n.*\n', "", found)
found = re.sub(r'".*/', '"', found).replace("\n\n", "\n")
print(re.sub(r"(for PID|thread) \d+,?", r"\1", found).strip())
