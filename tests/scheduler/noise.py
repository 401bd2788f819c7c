"""`python -m tests.scheduler.noise`: what random programs really do is in their sets.

A program of `random_programs`, or of threads, timers and pools, is explored; then this
CPython runs it, with a pause now and then before a statement and at the end of a
function.  All that it prints must be among the outcomes of a complete set: this holds
the model against CPython, and not one search against another.  A pause shows by luck
what a set lacks, so a sweep that finds nothing proves nothing.  Nor does a run that has
not ended in its time: it hangs, or the machine is busy.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scheduler import Unexplorable, explore
from tests.scheduler import random_programs

LIMIT = 400
RUNS = 12
#: Seconds after which a run is given up.
ENDS = 5

#: As `random_programs.THINGS`.
THREADS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a thread": (
        "done = []\ndef idle():\n    done.append(1)\nw = threading.Thread(target=idle, name='w')",
        ("w.start()", "p = w.is_alive()", "w.join(1)", "p = w.ident is None", "p = threading.active_count()", "p = len(threading.enumerate())",
         "w.name = 'z'", "p = w.name", "p = repr(w).split(', ')[1].split()[0]", "p = any(t.name == 'w' for t in threading.enumerate())",
         "w.daemon = True", "done.append(2)", "p = len(done)", "w.join()", "w.start()\nw.join()", "w.run()", "p = w.daemon"),
        "w.is_alive(), len(done)",
    ),
    "a timer": (
        "fired = []\ntm = threading.Timer(1, fired.append, (1,))\ntm.start()",
        ("tm.cancel()", "p = tm.is_alive()", "p = len(fired)", "tm.join()", "p = tm.finished.is_set()", "p = threading.active_count()"),
        "len(fired)",
    ),
    "a pool": (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\nran = []\nf0 = pool.submit(ran.append, 0)",
        ("f0.result()", "p = f0.done()", "p = f0.cancel()", "pool.submit(ran.append, 1).result()", "p = len(ran)", "pool.shutdown()",
         "pool.shutdown(wait=False, cancel_futures=True)", "p = f0.running()", "f0.add_done_callback(lambda f: ran.append('cb'))",
         "p = threading.active_count()", "p = list(pool.map(str, [1]))", "pool.submit(ran.append, 2)"),
        "f0.done()",
    ),
}  # fmt: skip
#: What others on the machine change, and what asks for it.
ELSEWHERE = {
    *("C objects", "environment", "file", "open file", "pipe", "process", "random"),
    *("weak dictionary", "weakref", "working directory"),
}
#: In the place of a second.
SHORT = [
    (long, long.replace("1", ".02"))
    for long in ("timeout=1)", "wait(1)", "join(1)", "Timer(1,")
]

PAUSE = """
import os as _os, random as _random, sys as _sys, time as _time
_sys.setswitchinterval(1e-5)
_chooser = _random.Random(int(_os.environ["NOISE"]))
_often = _chooser.choice([0.1, 0.3, 0.6])
def _pause():
    if _chooser.random() < _often:
        _time.sleep(_chooser.choice([0, 0.001, 0.004, 0.012]))
"""


class Pauses(ast.NodeTransformer):
    """Puts a call of `_pause` before each statement, and at the end of each function."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                setattr(node, field, list(self.paused(block)))
        if isinstance(node, ast.FunctionDef):
            node.body.append(self.pause())
        return node

    def paused(self, block: list[ast.stmt]):
        for statement in block:
            if not isinstance(statement, (ast.Import, ast.ImportFrom, ast.Global)):
                yield self.pause()
            yield statement

    def pause(self) -> ast.stmt:
        return ast.parse("_pause()").body[0]


def program(seed: int) -> str:
    """The text of a random program."""
    chooser = random.Random(seed)
    things = random_programs.THINGS | THREADS
    names = sorted(THREADS if seed % 2 else set(things) - ELSEWHERE)
    chosen = [chooser.choice(names)]
    if chooser.random() < 0.4:
        rest = sorted(set(things) - ELSEWHERE - set(chosen))
        chosen.append(chooser.choice(rest))
    statements = [s for name in chosen for s in things[name][1]]
    sizes = chooser.choice([(1, 1), (1, 2), (2, 1), (2, 2), (1, 1, 1)])
    threads = [[chooser.choice(statements) for _ in range(size)] for size in sizes]
    return random_programs.text(chosen, threads, things)


def noisy(text: str) -> str:
    """The same program with pauses, which waits for less than a second."""
    for long, short in SHORT:
        text = text.replace(long, short)
    tree = Pauses().visit(ast.parse(text))
    return PAUSE + ast.unparse(ast.fix_missing_locations(tree))


def ran(path: Path, seed: int) -> str | None:
    """What a run prints; `None` if it doesn't end."""
    try:
        done = subprocess.run(
            [sys.executable, path],
            env={**os.environ, "NOISE": str(seed)},
            capture_output=True,
            text=True,
            timeout=ENDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout


def main() -> int:
    """Explore and run; print what no set has, and the counts; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scheduler.noise",
        description="Runs random programs with pauses, and looks for it in their sets.",
    )
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="the first program's")
    given = parser.parse_args()
    count: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        for seed in range(given.seed, given.seed + given.programs):
            text = program(seed)
            try:
                found = explore("noise.py", source=text.encode(), limit=LIMIT)
            except Unexplorable:
                count["unexplorable"] += 1
                continue
            if not found.complete:
                count["not settled"] += 1
                continue
            count["complete"] += 1
            outputs = {outcome.output for outcome in found.outcomes}
            path = Path(folder, f"noise{seed}.py")
            path.write_text(noisy(text), "utf-8")
            for said in set(pool.map(ran, [path] * RUNS, range(RUNS))):
                if said is None:
                    count["did not end"] += 1
                    continue
                count["outcomes seen"] += 1
                if said not in outputs:
                    count["missed"] += 1
                    print(f"missed: {seed}: {said!r} is none of {sorted(outputs)}")
                    print(text)
    print(", ".join(f"{n:,} {what}" for what, n in count.items()))
    return int(count["missed"] > 0 or not count["complete"])


if __name__ == "__main__":
    sys.exit(main())
