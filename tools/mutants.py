"""`python -m tools.mutants`: would the tests notice a mistake in a program?

Each right program of `snippets/` is broken in every way of `tools.mutations`,
and each mutant is explored completely: at opcode granularity, without a bound
on preemptions. The tests derive a program's set of outcomes again, so they
notice every mutant whose set is another one: it is caught. A mutant with the
same complete set is equivalent: no run of it can be told from the program's.
Where the exploration was cut off before it found a difference, nothing is
known, and the mutant counts as a survivor.

Fails when less than 95 % of the mutants that are not equivalent are caught.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scheduler import Outcome, Unexplorable, explore
from scheduler.search import guard
from tools.mutations import Mutant, mutants
from tools.outcomes import LIMIT, last_line, unexplorable
from tools.programs import SNIPPETS, BadProgram, Program, programs

CAUGHT, EQUIVALENT, CUT_OFF = VERDICTS = "caught", "equivalent", "not complete"
ENOUGH = 0.95
FEW_RUNS = 64
SECONDS = 120.0
PATIENCE = 5
SLOW = 10
GRACE = 20.0

Keys = frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class Found:
    """What an exploration found.

    Attributes:
        outcomes: How the program ended: kind, output, status and messages.
        complete: Whether these are all.
        more: Whether there were more than it was worth to go on for.
        reason: Why it could not be explored; empty if it could.
    """

    outcomes: Keys = frozenset()
    complete: bool = False
    more: bool = False
    reason: str = ""


class _Enough(Exception):
    """There are more outcomes than the original has, or no time is left."""

    def __init__(self, more: bool) -> None:
        super().__init__()
        self.more = more


def find(name: str, text: str, known: Keys | None, seconds: float) -> Found:
    """Explore a program until it is seen to differ, or to the end.

    Args:
        name: The name of its file.
        text: Its source.
        known: The outcomes that it is compared with; None to find them all.
        seconds: How much of the processor's time to take until giving up.
    """
    # A busy machine is no reason to find less.
    end = time.process_time() + seconds
    found = Found()

    def look(_: int, outcomes: int, __: float) -> None:
        more = known is not None and outcomes > len(known)
        if more or time.process_time() > end:
            raise _Enough(more)

    # The first runs show most differences, and mere numbers of outcomes, which
    # are all that `look` is told, do not show which ones they are.
    for limit in (LIMIT,) if known is None else (FEW_RUNS, LIMIT):
        try:
            explored = explore(name, source=text.encode(), limit=limit, progress=look)
        except _Enough as enough:
            return Found(found.outcomes, more=enough.more)
        except Unexplorable as error:
            return Found(complete=True, reason=str(error))
        except Exception as error:
            return Found(reason=f"the scheduler failed: {error!r}")
        keys = frozenset(map(_key, explored.outcomes))
        found = Found(keys, explored.complete)
        if found.complete or (known is not None and found.outcomes - known):
            break
    return found


def _key(outcome: Outcome) -> tuple[Any, ...]:
    # Not the lines of a deadlock and not the numbers of threads: a mistake may
    # move a line, and a reader cannot tell which of two twins died.
    messages = sorted(last_line(e.type, e.message) for e in outcome.errors)
    return outcome.kind, outcome.output, outcome.status, tuple(messages)


def judge(original: Found, mutant: Found) -> str:
    """The verdict on a mutant: caught, equivalent or not complete."""
    if original.reason or not original.complete:
        return CUT_OFF
    if mutant.more or mutant.outcomes - original.outcomes:
        return CAUGHT
    if mutant.complete:
        same = mutant.outcomes == original.outcomes
        return EQUIVALENT if same else CAUGHT
    return CUT_OFF


class Child:
    """A process that explores, so that what never ends can be ended."""

    def __init__(self, seconds: float) -> None:
        """Start it."""
        self.seconds = seconds
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def find(self, name: str, text: str, known: Keys | None = None) -> Found:
        """Like the function of this name; longer where all is to be found."""
        # A program that is not complete would leave all of its mutants so.
        seconds = self.seconds * (PATIENCE if known is None else 1)
        self.pipe.send((name, text, known, seconds))
        try:
            if self.pipe.poll(seconds * SLOW + GRACE):
                return self.pipe.recv()
            reason = "the scheduler did not come back"
        except EOFError:
            reason = "the scheduler's process died"
        self.close()
        self._start()
        return Found(reason=reason)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection) -> None:
    guard.within_this_process()
    while True:
        pipe.send(find(*pipe.recv()))


@dataclass(frozen=True)
class Row:
    """What became of a program's mutants.

    Attributes:
        program: The program.
        original: What its own exploration found.
        judged: Each mutant, its verdict, and what its exploration found.
        seconds: How long it took.
    """

    program: Program
    original: Found
    judged: list[tuple[Mutant, str, Found]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def gap(self) -> str:
        """Why the program has nothing to compare mutants with; empty if it has."""
        if self.original.reason or self.original.complete:
            return self.original.reason
        return "its own set of outcomes is not complete"

    @property
    def counts(self) -> Counter[str]:
        """How many mutants there are of each verdict."""
        return Counter(verdict for _, verdict, _ in self.judged)


def judged(program: Program, seconds: float = SECONDS) -> Row:
    """Break a program in every way, and judge each of its mutants."""
    began = time.monotonic()
    child = Child(seconds)
    try:
        text = program.path.read_text("utf-8")
        original = child.find(program.where, text)
        row = Row(program, original)
        for mutant in mutants(text):
            found = Found()
            if not row.gap:
                found = child.find(program.where, mutant.text, original.outcomes)
            row.judged.append((mutant, judge(original, found), found))
    finally:
        child.close()
    return Row(program, original, row.judged, time.monotonic() - began)


def right(folder: Path = SNIPPETS) -> dict[str, Program]:
    """The programs that are not wrong on purpose, and can be explored."""
    return {
        name: program
        for name, program in programs(folder).items()
        if not name.endswith("_broken.py") and not unexplorable(program)
    }


def chosen(names: Sequence[str], folder: Path = SNIPPETS) -> list[Program]:
    """The right programs of these names, or below these folders; all for none.

    Raises:
        BadProgram: A name that stands for none.
    """
    known = right(folder)
    found: dict[str, Program] = {}
    for name in names:
        short = name.removeprefix(f"{folder.name}/").rstrip("/")
        some = {n: known[n] for n in known if n == short or n.startswith(f"{short}/")}
        if not some:
            raise BadProgram(f"{name} is no right program, and no folder of any")
        found |= some
    return list((found if names else known).values())


def caught_of(rows: Sequence[Row]) -> tuple[int, int]:
    """How many mutants are caught, and of how many that are not equivalent."""
    counts = sum((row.counts for row in rows), Counter[str]())
    return counts[CAUGHT], counts[CAUGHT] + counts[CUT_OFF]


def _line(name: str, counts: Counter[str], width: int) -> str:
    cells = (counts.total(), *(counts[verdict] for verdict in VERDICTS))
    return f"{name:{width}} " + " ".join(f"{n:>12}" for n in cells)


def _told(row: Row) -> Iterator[tuple[str, str]]:
    for mutant, verdict, found in row.judged:
        line = f"{row.program.where}:{mutant.line}: {mutant.what} [{mutant.operator}]"
        yield verdict, f"{line}: {found.reason}" if found.reason else line


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutants",
        description="Breaks the right programs in the ways in which people do.",
    )
    parser.add_argument("names", nargs="*", metavar="FOLDER|PROGRAM")
    parser.add_argument("--jobs", type=int, default=1, help="programs at a time")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="of work for each exploration"
    )
    parser.add_argument(
        "--every", action="store_true", help="name every mutant under its program"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the survivors; return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        wanted = chosen(given.names)
    except BadProgram as error:
        print(error, file=sys.stderr)
        return 2
    width = max(len(program.name) for program in wanted)
    print(f"{'':{width}} " + " ".join(f"{h:>12}" for h in ("mutants", *VERDICTS)))
    rows = []
    with ThreadPoolExecutor(given.jobs) as pool:
        for row in pool.map(lambda program: judged(program, given.seconds), wanted):
            rows.append(row)
            line = _line(row.program.name, row.counts, width)
            print(f"{line}  *" if row.gap else line, flush=True)
            if given.every:
                for verdict, line in _told(row):
                    print(f"  {verdict:12} {line}", flush=True)
    print(_line("all", sum((row.counts for row in rows), Counter[str]()), width))
    print(*(f"* {r.program.where}: {r.gap}\n" for r in rows if r.gap), sep="", end="")
    lines = [line for r in rows for verdict, line in _told(r) if verdict == CUT_OFF]
    if lines:
        print("\nsurvivors:", *lines, "", sep="\n")
    caught, of = caught_of(rows)
    rate = caught / of if of else 1.0
    print(f"caught {caught} of {of} mutants that are not equivalent: {rate:.1%}")
    return int(rate < ENOUGH or any(row.original.reason for row in rows))


if __name__ == "__main__":
    sys.exit(main())
