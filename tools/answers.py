"""A reader's answer to an exercise, held against every interleaving.

An exercise is `snippets/exercises/<name>_broken.py`; its mended twin is one
solution. An answer stands in `answers/<name>.py`, and `pytest answers` checks it
here: explored completely, it must do what the solution does and nothing else,
with as many threads as the exercise, and print by the exercise's last `print`.
"""

import ast
from pathlib import Path

from scheduler import Exploration, Unexplorable, explore
from scheduler.describe.report import report
from tools import graphs, outcomes
from tools.programs import ROOT, BadProgram, Program, programs

ANSWERS = ROOT / "answers"
FOLDER = "exercises/"


class BadAnswer(Exception):
    """What an answer does that it must not; begins with its file."""


def exercises() -> dict[str, Program]:
    """The broken program of each exercise, by the exercise's name."""
    return {
        name.removeprefix(FOLDER).removesuffix("_broken.py"): program
        for name, program in programs().items()
        if name.startswith(FOLDER) and program.twin
    }


def _last_print(source: str) -> str:
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    return ast.dump(max(calls, key=lambda call: call.lineno)) if calls else ""


def check(path: Path) -> None:
    """Check the answer in a file that is named after its exercise.

    Raises:
        BadAnswer: There is no such exercise, or the answer isn't right.
    """
    where = f"{path.parent.name}/{path.name}"
    known = exercises()
    if path.stem not in known:
        raise BadAnswer(
            f"{where}:1: no exercise is called {path.stem}; there are "
            f"{', '.join(known)}"
        )
    broken = known[path.stem]
    solution = outcomes.load(programs()[str(broken.twin)])
    given = graphs.load(broken)
    if solution is None or given is None:
        raise BadProgram(f"{broken.where}:1: was never explored: run `make update`")
    try:
        found = explore(path)
    except Unexplorable as error:
        raise BadAnswer(f"{where}:1: can't be explored: {error}") from None
    wanted = len(given["threads"])
    _judge(where, path.read_text("utf-8"), found, broken, wanted, solution)


def _judge(
    where: str,
    source: str,
    found: Exploration,
    broken: Program,
    wanted: int,
    solution: outcomes.Outcomes,
) -> None:
    (goal,) = solution.distinct
    for outcome in found.outcomes:
        if (outcome.kind, outcome.output) != (goal.kind, goal.output):
            raise BadAnswer(
                f"{where}:1: it must always print\n{goal.output}"
                f"and there is an interleaving that ends otherwise.\n\n{report(found)}"
            )
    if not found.complete:
        raise BadAnswer(
            f"{where}:1: too many interleavings: {found.interleavings:,} were run and "
            "some are left"
        )
    if min(len(set(outcome.schedule)) for outcome in found.outcomes) < wanted:
        raise BadAnswer(
            f"{where}:1: it has fewer threads than the exercise, which runs {wanted} "
            "with the main one"
        )
    if _last_print(source) != _last_print(broken.path.read_text("utf-8")):
        raise BadAnswer(f"{where}:1: its last print must be the exercise's last print")
