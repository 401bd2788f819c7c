"""Exploring a program: runs under a strategy until nothing is left to run."""

from __future__ import annotations

import copy
import gc
import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from scheduler.engine.records import Observer, Settings
from scheduler.model.outcome import NeedsRecord, Outcome
from scheduler.model.strategy import Strategy
from scheduler.search import guard
from scheduler.search.reduction import Cached, Drawn, Naive, Replay, Source
from scheduler.search.session import Session, available, ending, nobody, read_program
from scheduler.search.shorten import Led, Turn, shortest

__all__ = ["COARSER", "GRANULARITIES", "Exploration", "explore", "replay", "shown"]

GRANULARITIES = ("line", "opcode", "gil")
#: How what need not be run is found; see `scheduler.reduction`.
REDUCTIONS = ("auto", "cached", "none")
#: What is not run where threads are switched at fewer places than the language allows.
COARSER = {
    "line": "threads were switched between lines alone",
    "gil": "threads were switched where an interpreter with the GIL does, and nowhere else",
}
LIMIT = 20_000
#: Outcomes of which a person is told, and whose schedules are made easy to read.
SHOWN = 50
#: Of a search that is cut off, so many outcomes are more than a person can use, and so
#: many runs may be spent to tell how many there are between lines.
MANY, LINES = 20, 500
_ROUNDS = "two rounds of a loop often show what thousands of them show"
#: Told how many runs there were and how many outcomes, and what share of what is known
#: to be explored was, from 0 to 1.
Progress = Callable[[int, int, float], None]
#: Of a search that is cut off, one run in so many more is drawn at random.
DRAWN = 4


@dataclass
class Exploration:
    """The set of outcomes of a program, and how it was found.

    `complete` is true where neither the limit of runs nor a limit of steps
    cut anything off, else `reason` says what did; with `granularity` "opcode" and `preemptions` `None`
    the outcomes are then all that the language allows.  `interleavings` is
    the number of runs that were needed, `seconds` the time they took.
    """

    file: str
    sha256: str
    python: str
    granularity: str
    preemptions: int | None
    interleavings: int
    complete: bool
    seconds: float
    outcomes: list[Outcome]
    notes: list[str] = field(default_factory=list)
    steps: int = 0
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        return {
            "schema": 1,
            "file": self.file,
            "sha256": self.sha256,
            "python": self.python,
            "granularity": self.granularity,
            "preemptions": self.preemptions,
            "interleavings": self.interleavings,
            "complete": self.complete,
            "reason": self.reason,
            "verdict": self.verdict,
            "unsettled": self.unsettled,
            "seconds": round(self.seconds, 4),
            "outcomes": [outcome.as_json() for outcome in self.outcomes],
            "notes": self.notes,
        }

    @property
    def failures(self) -> list[Outcome]:
        """The outcomes that fail: an exception, a deadlock, no end, an exit status.

        A run that came to its limit of steps may still have ended well.
        """
        return [o for o in self.outcomes if o.fails and not o.limited]

    @property
    def verdict(self) -> str:
        """ "found" where a run failed, "proved" where none can, else "not settled"."""
        if self.failures:
            return "found"
        return "not settled" if self.unsettled else "proved"

    @property
    def unsettled(self) -> str:
        """What may have kept an outcome from being seen; "" where nothing has."""
        if self.reason:
            return self.reason
        if self.preemptions is not None:
            most = f"{self.preemptions} preemption{'s' * (self.preemptions != 1)}"
            return f"only interleavings with at most {most} were run"
        return COARSER.get(self.granularity, "")

    @property
    def outputs(self) -> set[str]:
        """Everything that was printed by a run that came to its end."""
        return {o.output for o in self.outcomes if o.kind in ("finished", "exception")}

    @property
    def keys(self) -> set[tuple[Any, ...]]:
        """The outcomes without how often and by which schedule."""
        return {outcome.key for outcome in self.outcomes}

    def __iter__(self) -> Any:
        return iter(self.outcomes)


def _check(
    granularity: str,
    preemptions: int | None,
    limit: int = LIMIT,
    reduction: str = "auto",
) -> None:
    if granularity not in GRANULARITIES:
        raise ValueError(
            f"granularity is one of {', '.join(GRANULARITIES)}, not {granularity!r}"
        )
    if preemptions is not None and not (_whole(preemptions) and preemptions >= 0):
        raise ValueError(
            f"preemptions must be None or at least 0, and not {preemptions!r}"
        )
    if not (_whole(limit) and limit >= 1):
        raise ValueError(f"limit must be at least 1, and not {limit!r}")
    if reduction not in REDUCTIONS:
        raise ValueError(
            f"reduction is one of {', '.join(REDUCTIONS)}, not {reduction!r}"
        )
    available()


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def explore(
    path: str | os.PathLike[str],
    *,
    granularity: str = "opcode",
    preemptions: int | None = None,
    limit: int = LIMIT,
    reduction: str = "auto",
    progress: Progress | None = None,
    source: bytes | None = None,
    shortest: bool = False,
    strategy: Callable[[], Strategy] | None = None,
) -> Exploration:
    """Explore the interleavings of the program at `path`.

    `granularity` is where threads may be switched: "opcode" at each bytecode
    that touches shared state, "line" at each line, "gil" where a GIL build's
    interpreter can hand over; always at operations of primitives too.
    `preemptions` bounds the switches away from a thread that could go on.
    `limit` bounds the runs.  `reduction` is "auto", "cached" to merge equivalent
    states even without a bound, or "none" to run every interleaving.  `progress` is
    called now and then with the number of runs and of outcomes so far, and the share,
    from 0 to 1, of what is known to be explored that was; what is known may grow.
    `source` is the text where it does not stand in the file.  `shortest` spends some runs more on a
    schedule with as few switches as can be, for each outcome that is `shown`.  `strategy` makes
    another strategy than `reduction` names, for tests.

    Raises `Unexplorable` with one line where the program cannot be explored,
    `ValueError` where an argument is none of those above.
    """
    _check(granularity, preemptions, limit, reduction)
    if source is None:
        name, text = read_program(path)
    else:
        name, text = os.fspath(path), source
    options = (name, text, granularity, preemptions, limit, reduction, shortest)
    if strategy is not None:
        return _explored(*options, strategy, progress)
    return guard.call(_explored, name, *options, told=progress)


def _explored(
    name: str,
    text: bytes,
    granularity: str,
    preemptions: int | None,
    limit: int,
    reduction: str,
    shortest: bool = False,
    strategy: Callable[[], Strategy] | None = None,
    told: Progress | None = None,
) -> Exploration:
    """As `explore`, in this process."""
    started = time.perf_counter()
    every = reduction == "none"
    settings = Settings(granularity, full=every, learns=not every, records=not every)
    make = strategy or partial(_strategy, preemptions, reduction)
    search = partial(_search, name, text, preemptions, limit, make, told)
    try:
        if every:
            # One run with a record tells what those without could not put back.
            first = Settings(granularity, full=True, learns=False)
            _search(name, text, preemptions, 1, make, None, first)
            if first.patches:
                settings = first
        result = search(settings, shortest)
        if every and not result[2]:
            # What no search sees, without a record none can tell.
            learning = partial(_strategy, preemptions, "auto")
            first = Settings(granularity)
            _search(name, text, preemptions, result[1] + 1, learning, None, first)
            result = (*result[:2], first.unsettled, *result[3:])
    except NeedsRecord:
        result = search(Settings(granularity, full=True, learns=False), shortest)
    found, runs, reason, steps = result
    notes = [_ROUNDS] if any(outcome.limited for outcome in found) else []
    if (
        settings.learns
        and granularity == "opcode"
        and runs >= limit
        and len(found) > MANY
    ):
        notes += _between_lines(partial(_search, name, text, None), told, runs, found)
    return Exploration(
        name, hashlib.sha256(text).hexdigest(), f"{sys.version_info[0]}.{sys.version_info[1]}", granularity,
        preemptions, runs, not reason, time.perf_counter() - started, found, notes, steps, reason,
    )  # fmt: skip


def _between_lines(
    search: Callable[..., tuple[list[Outcome], int, str, int]],
    told: Progress | None,
    runs: int,
    outcomes: list[Outcome],
) -> list[str]:
    """What can be said of so many `outcomes`: how many there are between lines alone.

    A call of `print` is several steps, so threads that print have more outcomes than
    anybody reads.
    """

    def alive(*_: object) -> None:
        if told is not None:
            told(runs, len(outcomes), 1.0)

    make = partial(_strategy, None, "auto")
    found, needed, reason, _ = search(LINES, make, alive, Settings("line"))
    if needed >= LINES or len(found) >= len(outcomes):
        return []
    several = len(found) != 1
    count = f"{len(found)} outcome{'s' * several}"
    if reason:
        said = f"{count} {'were' if several else 'was'} seen"
    else:
        said = f"there {'are' if several else 'is'} {count} and no other{'s' * several}"
    return [
        "where threads switch between lines alone, and what a line prints comes out "
        f"whole, {said}"
    ]


def _search(
    name: str,
    text: bytes,
    preemptions: int | None,
    limit: int,
    make: Callable[[], Strategy],
    progress: Progress | None,
    settings: Settings,
    shortest: bool = False,
) -> tuple[list[Outcome], int, str, int]:
    with Session(name, text) as session:
        session.begin(settings)
        result = _explore(session, preemptions, limit, make, progress)
        found = result[0]
        found.sort(key=lambda o: (o.kind != "finished", o.kind, -o.count, o.output))
        if shortest and settings.records:
            _shorten(session, found)
        return result


def _strategy(preemptions: int | None, reduction: str) -> Strategy:
    if reduction == "none":
        return Naive(preemptions)
    if reduction == "cached" or preemptions is not None:
        return Cached(preemptions)
    return Source()


def _explore(
    session: Session,
    preemptions: int | None,
    limit: int,
    make: Callable[[], Strategy],
    progress: Progress | None,
) -> tuple[list[Outcome], int, str, int]:
    settings, world = session.settings, session.world
    if preemptions is not None and preemptions > 1 and settings.learns:
        # What makes a search begin anew is mostly learned with few preemptions.
        learning = partial(_strategy, 1, "auto")
        _explore(session, 1, limit // 10, learning, progress)
    strategy = make()
    outcomes: dict[Any, Outcome] = {}
    runs = total = steps = 0
    reason = ""
    tired = False
    loaded = -1
    told = _NowAndThen(progress)
    while True:
        run = session.once(strategy)
        total += 1
        told(runs, len(outcomes), strategy)
        outcome = ending(run)
        session.forget(run, total % 200 == 0)
        if run.restart or len(world.modules) != loaded:
            # What is known of the program has grown: from the beginning.
            loaded = len(world.modules)
            if run.restart or runs or total == 1:
                strategy = make()
                outcomes.clear()
                runs = steps = 0
                reason, tired = "", False
                if total < 4 * limit + 100:
                    continue
                reason = f"each of {total:,} runs showed something new of the program"
                break
        if not run.redundant:
            runs += 1
            steps += len(run.trace)
            tired = tired or run.cut_short()
            if run.kind == "step-limit":
                within = "" if outcome.limited else "in "
                reason = reason or f"{within}a run {outcome.detail}"
            _count(outcomes, outcome)
        if not strategy.advance():
            break
        if runs >= limit:
            reason = f"the limit of {limit:,} runs was reached"
            if isinstance(strategy, Source):
                drawn = _draw(session, limit // DRAWN, outcomes, told)
                runs += drawn
                reason += f", and {drawn:,} more were drawn at random" if drawn else ""
            break
        if total >= 8 * limit + 100:
            reason = f"{total:,} runs were begun, most of them in vain"
            break
    with nobody(run):
        gc.collect(1)
    if progress is not None:
        progress(runs, len(outcomes), strategy.share())
    if tired:
        reason = reason or (
            f"a timeout at one place was let fire {settings.fires} times at most while "
            f"others could run, and a sleep {settings.sleeps} times"
        )
    reason = reason or settings.unsettled
    return list(outcomes.values()), runs, reason, steps


def _count(outcomes: dict[Any, Outcome], outcome: Outcome) -> None:
    """One run more has ended so; the simplest schedule of them is kept."""
    known = outcomes.setdefault(outcome.key, outcome)
    if known is outcome:
        return
    known.count += 1
    if (outcome.preemptions, len(outcome.schedule)) < (
        known.preemptions, len(known.schedule)
    ):  # fmt: skip
        known.schedule = outcome.schedule
        known.preemptions = outcome.preemptions
        known.waits = outcome.waits
        known.limited = outcome.limited


def _shorten(session: Session, outcomes: list[Outcome]) -> None:
    """Give those of which a person is told schedules that are easier to read."""
    session.settings = copy.copy(session.settings)
    session.settings.full, session.settings.learns = True, False

    def attempt(plan: list[Turn]) -> Outcome | None:
        run = session.once(Led(plan))
        outcome = None if run.restart or run.redundant else ending(run)
        session.forget(run, True)
        return outcome

    for number in shown(outcomes):
        outcomes[number] = shortest(outcomes[number], attempt)


def shown(outcomes: Sequence[Outcome]) -> list[int]:
    """The places of the outcomes of which a person is told: first those that fail."""
    numbers = sorted(range(len(outcomes)), key=lambda at: not outcomes[at].fails)
    return sorted(numbers[:SHOWN])


def _draw(
    session: Session,
    runs: int,
    outcomes: dict[Any, Outcome],
    told: _NowAndThen,
) -> int:
    """Add what runs drawn at random end in; returns how many counted."""
    strategy = Drawn()
    counted = 0
    for _ in range(runs):
        loaded = len(session.world.modules)
        run = session.once(strategy)
        outcome = ending(run)
        session.forget(run, strategy.runs % 200 == 0)
        if not run.restart and loaded == len(session.world.modules):
            counted += 1
            _count(outcomes, outcome)
        told(counted, len(outcomes), strategy)
    return counted


class _NowAndThen:
    """Tells somebody how far a search is, a few times a second."""

    def __init__(self, told: Progress | None) -> None:
        self.told = told
        self.last = time.perf_counter()

    def __call__(self, runs: int, outcomes: int, strategy: Strategy) -> None:
        if self.told is not None and time.perf_counter() - self.last > 0.25:
            self.last = time.perf_counter()
            self.told(runs, outcomes, strategy.share())


def replay(
    path: str | os.PathLike[str],
    schedule: Sequence[int],
    *,
    granularity: str = "opcode",
    observer: Observer | None = None,
    source: bytes | None = None,
) -> Outcome:
    """Run the program at `path` once, by `schedule`.

    After the schedule's end the running thread goes on.  `observer` is told
    of each step; see `scheduler.trace`.  Raises `ValueError` where the
    schedule names a thread that cannot run.
    """
    _check(granularity, None)
    if source is None:
        name, text = read_program(path)
    else:
        name, text = os.fspath(path), source
    with Session(name, text) as session:
        settings = Settings(granularity, full=True)
        session.begin(settings)
        world = session.world
        loaded = -1
        while True:
            # The first runs load modules, and are discarded as in `explore`.
            ready = loaded == len(world.modules)
            strategy = Replay(list(schedule) if ready else [])
            run = session.once(strategy, observer)
            if not world.apart(settings):
                continue
            if ready and (loaded == len(world.modules) or strategy.problem):
                break
            loaded = len(world.modules)
        if strategy.problem:
            raise ValueError(strategy.problem)
        outcome = ending(run)
        if observer is None:
            session.forget(run, True)
        return outcome
