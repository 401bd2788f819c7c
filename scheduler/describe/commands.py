"""Commands that a person can type: how this package is called, and how a run is again."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence

from scheduler.model.place import NAME
from scheduler.model.schedule import written

__all__ = ["TOOL", "python", "replay", "this"]

#: What its command is called, and what its messages begin with.
TOOL = NAME.replace("_", "-")


def python() -> str:
    """What a shell calls this interpreter by."""
    for name in ("python", "python3"):
        if _is(shutil.which(name), sys.executable):
            return name
    return _short(sys.executable)


def this() -> list[str]:
    """The words that this command line began with; from a program, those that it has."""
    started = sys.argv[0] if sys.argv else ""
    name = os.path.basename(started)
    if name.partition(".")[0] == TOOL and name != TOOL + ".py":
        # What uv puts on the path of what it runs is not on that of the shell.
        there = "UV" not in os.environ and _is(shutil.which(name), started)
        return [name if there else _short(started)]
    return [python(), "-m", NAME]


def replay(file: str, granularity: str, schedule: Sequence[int]) -> str:
    """The command that runs `file` once more by `schedule`, and shows it."""
    words = [*this(), "run", file]
    if granularity != "opcode":
        words += ["--granularity", granularity]
    return shlex.join([*words, "--schedule", written(schedule)])


def _is(found: str | None, path: str) -> bool:
    return found is not None and os.path.abspath(found) == os.path.abspath(path)


def _short(path: str) -> str:
    """`path` from here, where it is below."""
    here = os.getcwd() + os.sep
    path = os.path.abspath(path)
    return path.removeprefix(here) if path.startswith(here) else path
