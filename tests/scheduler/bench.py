"""The engine beside interleave-test, on the same programs: time, runs, ratios.

    python -m tests.scheduler.bench [--limit RUNS] [--growth] [--site] [NAME …]

Both explore at opcode granularity with at most two preemptions, one after the
other in one process; the engine explores without a bound too.  Runs a second
are compared without reduction, so that a run means the same to both, in turns:
the ratio is the median of a few.  Seconds are of the processor, all threads
together: other work on the machine counts little.  `--growth` measures how the
work grows with the program, and draws it.  `--site` explores every program of
the site too, two at a time, and takes the time as it passes.
"""

from __future__ import annotations

import argparse
import concurrent.futures.thread  # noqa: F401 - now, lest it be made of their locks
import gc
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import interleave_test as interleave

from scheduler import explore
from scheduler.engine.records import Settings
from scheduler.search import guard
from scheduler.search.reduction import Source
from scheduler.search.session import Session
from tests.scheduler import growth
from tools import outcomes
from tools.programs import Program, programs

TEXTBOOK = Path(__file__).resolve().parents[1] / "textbook"
#: Programs, and what an aim calls them.
PROGRAMS = {
    "counter": "locked counter",
    "counter_broken": "unlocked counter",
    "semaphore": "Semaphore, three threads",
    "condition_two": "Condition with while",
    "queue_one": "Queue(1)",
    "pool_two": "pool with two workers",
}
BOUND = 2
#: How often runs a second are compared, and how many runs each then makes.
TURNS, A_TURN = 5, 1500
#: Aims: seconds without a bound, seconds at the bound, ratio, steps a second.
AT_ONCE, BOUNDED, TIMES, STEPS = 0.1, 5.0, 5.0, 400_000
#: Aim: seconds for all of the site's programs, and how many at a time.
SITE, JOBS = 120.0, 2

LONG = b"""
import threading
items = [0]
go = threading.Event()
other = threading.Thread(target=go.wait)
other.start()
for number in range(2500):
    items[0] = number
go.set()
other.join()
"""


def timed[T](work: Callable[[], T]) -> tuple[T, float]:
    gc.collect()
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def theirs(path: Path, limit: int) -> tuple[int, str]:
    """How many schedules interleave-test runs; a sign unless those are all."""
    code = compile(path.read_text(), str(path), "exec")

    def program() -> None:
        exec(code, {"__name__": "program", "print": lambda *a, **k: None})

    result: Any = interleave.explore(
        program, iterations=limit, seed=1, strategy="dfs", max_preemptions=BOUND,
        include=[str(path)], raise_on_failure=False,
    )  # fmt: skip
    runs = getattr(result, "schedules_run", None) or result.iterations
    if not result.ok:
        return runs, "!"
    return runs, "+" if runs >= limit else ""


def rates(path: Path) -> tuple[float, float]:
    """Runs a second without reduction: the engine's and interleave-test's."""
    every = partial(explore, path, preemptions=BOUND, limit=A_TURN, reduction="none")
    found, seconds = timed(every)
    (runs, _), other = timed(partial(theirs, path, A_TURN))
    return found.interleavings / seconds, runs / other


def going_on() -> float:
    """Steps a second where the same thread goes on; of the least disturbed run."""
    rates = []
    with Session("long.py", LONG) as session:
        session.begin(Settings("opcode"))
        for _ in range(40):
            started = time.process_time()
            run = session.once(Source())
            rates.append(len(run.trace) / (time.process_time() - started))
    return max(rates)


def whole(program: Program) -> int:
    """How many runs it takes to explore a program of the site without a bound."""
    return explore(program.path).interleavings


def site() -> float:
    """Seconds that exploring every program of the site takes; printed, too."""
    known = [p for p in programs().values() if not outcomes.unexplorable(p)]
    started = time.perf_counter()
    with ProcessPoolExecutor(JOBS) as pool:
        runs = sum(pool.map(whole, known, chunksize=4))
    seconds = time.perf_counter() - started
    print(f"\nthe site's {len(known)} programs: {runs:,} runs, {seconds:.0f} s")
    return seconds


@dataclass
class Row:
    """A program's figures; endless seconds where the search was cut off."""

    without: float
    bounded: float
    #: How many times their runs a second ours are; `None` where they fail.
    ratio: float | None


def side_by_side(names: list[str], limit: int) -> dict[str, Row]:
    """Print what each program takes; the figures by program."""
    rows: dict[str, Row] = {}
    print(
        f"{'':<25}|{'engine: no bound':^18}|{'two preemptions':^18}|"
        f"{'interleave-test':^18}|{'time':>7} |{'runs/s, no reduction':>26}"
    )
    print(
        f"{'program':<25}|{'runs':>8}{'seconds':>9} |{'runs':>8}{'seconds':>9} |"
        f"{'runs':>8}{'seconds':>9} |{'ratio':>7} |{'engine':>8}{'theirs':>10}{'ratio':>8}"
    )
    for name in names:
        path = TEXTBOOK / f"{name}.py"
        print(f"{PROGRAMS[name]:<25}|", end="", flush=True)
        seconds = []
        for bound in (None, BOUND):
            found, took = timed(partial(explore, path, preemptions=bound))
            cut = "" if found.complete else "+"
            print(
                f"{found.interleavings:>7,}{cut:<1}{took:>9.2f} |", end="", flush=True
            )
            seconds.append(took if found.complete else math.inf)
        (runs, sign), other = timed(partial(theirs, path, limit))
        print(f"{runs:>7,}{sign:<1}{other:>9.2f} |", end="", flush=True)
        rows[name] = Row(seconds[0], seconds[1], ratio=None)
        if sign == "!":
            print(f"{'':>7} |")
            continue
        more = ">" if sign else ""
        times = f"{more}{other / seconds[1]:,.0f}"
        if sign and other < seconds[1]:
            times = ""  # theirs is cut off before ours is done: this tells nothing
        turns = [rates(path) for _ in range(TURNS)]
        rows[name].ratio = ratio = statistics.median(ours / its for ours, its in turns)
        ours, its = (statistics.median(figures) for figures in zip(*turns, strict=True))
        print(f"{times:>7} |{ours:>8,.0f}{its:>10,.0f}{ratio:>8.1f}", flush=True)
    print("+: cut off at the limit of runs   !: it reports a failure that is none")
    return rows


def aims(
    rows: dict[str, Row], steps: float, seconds: float | None
) -> Iterator[tuple[str, bool]]:
    """What was aimed at, and whether it is reached."""
    if "counter" in rows:
        text = f"{PROGRAMS['counter']}, no bound, under {AT_ONCE} s"
        yield text, rows["counter"].without < AT_ONCE
    for name in ("semaphore", "condition_two", "queue_one", "pool_two"):
        if name in rows:
            text = f"{PROGRAMS[name]}, two preemptions, under {BOUNDED:.0f} s"
            yield text, rows[name].bounded < BOUNDED
            yield (
                f"{PROGRAMS[name]}, no bound, all of it",
                rows[name].without < math.inf,
            )
    ratios = [row.ratio for row in rows.values() if row.ratio is not None]
    if ratios:
        yield f"{TIMES:.0f} times interleave-test's runs/s", min(ratios) >= TIMES
    yield f"{STEPS:,} steps/s where the same thread goes on", steps >= STEPS
    if seconds is not None:
        text = f"all programs of the site, {JOBS} at a time, under {SITE:.0f} s"
        yield text, seconds < SITE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scheduler.bench")
    parser.add_argument("--limit", type=int, default=6000, metavar="RUNS")
    parser.add_argument("--growth", action="store_true", help="draw how work grows")
    parser.add_argument("--site", action="store_true", help="explore all programs")
    parser.add_argument("names", nargs="*", default=list(PROGRAMS), metavar="NAME")
    options = parser.parse_args()
    print(f"CPython {platform.python_version()}, {time.strftime('%Y-%m-%d')}\n")
    guard.within_this_process()  # its processor time is what is counted
    explore(TEXTBOOK / "counter.py")  # compiles what is compiled once
    rows = side_by_side(options.names, options.limit)
    steps = going_on()
    print(f"\nsteps where the same thread goes on: {steps:,.0f} a second")
    seconds = site() if options.site else None
    print()
    for text, reached in aims(rows, steps, seconds):
        print(f"{'reached' if reached else 'NOT reached':<13}{text}")
    if options.growth:
        print()
        growth.main()


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    # Not `exit`: it would wait for the workers that interleave-test leaves behind.
    os._exit(0)
