"""Exploring a program on each side of a change in CPython.

A program that can do something else since a micro version (`changed` in
`snippets/programs.toml`) is explored on a version before and on one since. Its page
shows the graph of the one before. What no interpreter here can explore stays as
it was captured.

    python -m tools.captures FOLDER PROGRAM

prints what this interpreter finds; any 3.13 can, with the standard library alone.
"""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools import graphs, outcomes
from tools.interpreters import Interpreter
from tools.outcomes import Outcomes
from tools.programs import CAPTURED_WITH, ROOT, BadProgram, Program, programs

Found = tuple[Outcomes, dict[str, Any] | None]


def explored(program: Program, found: tuple[Interpreter, ...]) -> Found:
    """The set of outcomes of a program, and its graph if there is a choice in it.

    Raises:
        BadProgram: It can't be explored, or not on both sides of its change.
    """
    if not program.changed:
        return _here(program)
    known, graph = _side(program, found, later=False)
    later, _ = _side(program, found, later=True)
    return replace(known, later=later), graph


def _here(program: Program) -> Found:
    known = outcomes.explore(program)
    wrong = outcomes.undeclared(program, known)
    if wrong:
        raise BadProgram(wrong)
    return known, graphs.build(program, known)


def _side(program: Program, found: tuple[Interpreter, ...], later: bool) -> Found:
    if program.is_later(sys.version_info[:3]) == later:
        return _here(program)
    for interpreter in found:
        fits = interpreter.minor == CAPTURED_WITH and not interpreter.free_threaded
        if fits and program.is_later(interpreter.version) == later:
            return _elsewhere(program, interpreter)
    known = outcomes.load(program)
    if known and known.sha256 == program.sha256 and (known.later or not later):
        return (known.later or known) if later else known, graphs.load(program)
    side = "since" if later else "before"
    raise BadProgram(
        f"{program.where}:1: needs a CPython 3.13 from {side} its change "
        f"({' and '.join(program.changed)}), and none is here"
    )


def _elsewhere(program: Program, interpreter: Interpreter) -> Found:
    done = subprocess.run(
        [
            *(interpreter.path, "-m", "tools.captures"),
            *(str(program.folder), program.name),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise BadProgram(done.stderr.strip())
    said = json.loads(done.stdout)
    return outcomes.parsed(said["outcomes"]), said["graph"]


def main(folder: str, name: str) -> int:
    """Print what exploring a program finds here; return the exit status."""
    try:
        known, graph = _here(programs(Path(folder))[name])
    except BadProgram as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({"outcomes": outcomes.dump(known), "graph": graph}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
