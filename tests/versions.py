"""The engine on each newer CPython that is found: does it find what was captured?

    python -m tests.versions

explores every program with a captured set with the newest 3.14 and 3.15 here, and
names those whose set is another one there. The engine needs no package, so nothing is
installed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests import live
from tests.live import Ways
from tools import interpreters, outcomes
from tools.interpreters import Interpreter
from tools.outcomes import Outcomes, last_line
from tools.programs import ROOT, Program

MINORS = ((3, 14), (3, 15))

#: Explores the programs that it is told of, one a line, and answers with one line each.
WORKER = """\
import json, sys
import scheduler
for line in sys.stdin:
    path, limit = json.loads(line)
    try:
        found = scheduler.explore(path, limit=limit)
        answer = found.reason or [
            (o.kind, o.output, o.status, [(e.type, e.message) for e in o.errors])
            for o in found.outcomes
        ]
    except scheduler.Unexplorable as error:
        answer = str(error)
    print(json.dumps(answer), flush=True)
"""


def explored(
    python: Interpreter, programs: Sequence[Program]
) -> Iterator[tuple[Program, Ways | str]]:
    """The set of each program with `python`, or why there is none."""
    asked = [json.dumps([str(p.path), outcomes.LIMIT]) for p in programs]
    done = subprocess.run(
        [python.path, "-c", WORKER],
        cwd=ROOT,
        input="\n".join(asked),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    for program, line in zip(programs, done.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        if isinstance(answer, str):
            yield program, answer
        else:
            yield (
                program,
                {
                    (kind, output, status, tuple(sorted(last_line(*e) for e in errors)))
                    for kind, output, status, errors in answer
                },
            )


def differing(
    python: Interpreter, captured: Sequence[tuple[Program, Outcomes]]
) -> Iterator[tuple[Program, Ways | str]]:
    """The programs whose set with `python` is not the captured one, and that set."""
    sets = {program.name: known for program, known in captured}
    programs = [program for program, _ in captured]
    shares = os.cpu_count() or 1
    with ThreadPoolExecutor(shares) as pool:
        for share in pool.map(
            lambda some: list(explored(python, some)),
            [programs[first::shares] for first in range(shares)],
        ):
            for program, here in share:
                known = outcomes.holding(program, sets[program.name], python.version)
                known = replace(known, later=None)
                if here not in live.wanted(program, known, python.version):
                    yield program, here


def main() -> int:
    """Compare all of them; return the exit status."""
    here = [i for i in interpreters.found() if not i.free_threaded]
    newest = {i.minor: i for i in here if i.minor in MINORS}
    if not newest:
        print("no CPython 3.14 or 3.15 here")
    wrong = 0
    every = live.captured()
    for python in newest.values():
        begun = time.monotonic()
        others = list(differing(python, every))
        for program, found in others:
            print(f"{program.where}: {python} finds {found}", flush=True)
        took = f"{time.monotonic() - begun:.0f} s"
        equal = f"{len(every) - len(others)} of {len(every)} sets are equal"
        print(f"CPython {python}: {equal}, {took}", flush=True)
        wrong += len(others)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
