"""`make micros`: what depends on the interpreter, tested on the other 3.13s here.

Of the CPython 3.13s on this machine the oldest and the newest each get an
environment in `.cache/`, if they are not the one that is running, and in it the
tests that explore and replay programs run.
"""

import subprocess
import sys

from tools import setup
from tools.programs import ROOT
from tools.runs import this_interpreter

TESTS = ("tests/interleavings", "tests/test_programs.py", "tests/scheduler")


def main() -> int:
    """Run the tests; return the exit status."""
    here = this_interpreter()
    others = [i for i in setup.own_pythons() if i.version != here.version]
    if not others:
        print(f"no CPython 3.13 here beside {here}")
        return 0
    wrong = 0
    for interpreter in dict.fromkeys([others[0], others[-1]]):
        print(f"CPython {interpreter}:", flush=True)
        venv = ROOT / ".cache" / f"python{interpreter}"
        setup.make(venv, interpreter)
        python = str(venv / setup.BIN / "python")
        command = [python, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *TESTS]
        wrong |= subprocess.run(command, cwd=ROOT, check=False).returncode
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
