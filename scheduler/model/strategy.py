"""Who decides which thread goes on, and what is told to them of a run.

A strategy sees no run, but facts: the threads that can go on, the place at which it is
asked, and what each event did.  It imports nothing that has a run, as `make check` holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

__all__ = ["EVERYTHING", "Candidate", "Decided", "Event", "Place", "Strategy", "dozes", "usual"]  # fmt: skip

#: The location of whatever there is.
EVERYTHING: Final = ("everything",)


class Event:
    """What one thread did between two places of decision.

    Its first step, at whose stop the strategy was asked, is the event's
    *head*: what other threads learn of it (a lock released, a race lost)
    they learn from there.  The steps after it, in which nothing races, are
    its *rest*, with a number of their own: what stands after a release is
    not known to the next holder.

    Attributes:
        tid: The thread.
        idx: The event's number among the thread's, in `clock`.
        index: Its place in the run, from 0.
        clock: By thread, the number of the last event that came before, or is this; at 0,
            where there is no thread, the latest time of any of them.
        footprint: By location: 1 where it was read, 2 where it was written.
        races: The events of others that it conflicts with and does not come after.
    """

    __slots__ = ("clock", "footprint", "idx", "index", "races", "tid")

    def __init__(self, tid: int, idx: int, index: int) -> None:
        self.tid = tid
        self.idx = idx
        self.index = index
        self.clock: list[float] = []
        self.footprint: dict[Any, int] = {}
        self.races: list[Event] = []


class Intent(Protocol):
    """What a thread is about to do at a primitive.

    Attributes:
        kind: The operation.
        ready: Whether it can be done now; `None` where it always can.
        seconds: After which it is over in any case; `None` where it is not.
        yields: Whether it only lets others go first.
    """

    @property
    def kind(self) -> str: ...
    @property
    def ready(self) -> Callable[[], bool] | None: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def yields(self) -> bool: ...


class Candidate(Protocol):
    """A thread that can go on.

    Attributes:
        tid: Its number; 1 is the main thread.
        time: Its virtual clock, in seconds.
        pending: What it is about to do at a primitive; `None` at an instruction.
    """

    @property
    def tid(self) -> int: ...
    @property
    def time(self) -> float: ...
    @property
    def pending(self) -> Intent | None: ...


class Place:
    """Where a run asks its strategy.

    Attributes:
        running: The thread that ran until now.
        step: How many steps the run has taken.
        forced: Whether to leave the running thread here gains nothing.
        tired: Whether a thread goes on here only because nobody else can: its timeout
            has fired so often already that it counts as waiting.
    """

    __slots__ = ("forced", "running", "step", "tired")

    running: Candidate
    step: int
    forced: bool
    tired: bool


class Decided(Protocol):
    """A choice that an earlier run has made, and that this one makes again.

    Attributes:
        tid: The thread that goes on.
        stuck: Whether it did only because nobody else could.
    """

    tid: int
    stuck: bool


class Strategy:
    """It picks the thread that goes on, and knows which run comes next.

    Whoever derives from it says in `pick` which of some threads goes on, and in
    `advance` whether there is another run.  It is not told what a run has done that
    turned out not to count.

    Attributes:
        always: Whether it is asked in a run that does not count, too.
        bounded: Whether it matters how often a thread is left that could go on.
        guesses: Whether `nodes` may name a thread that turns out not to be able to go on.
        nodes: The first choices of the next run, which are not asked for again.
    """

    always = False
    bounded = False
    guesses = False
    nodes: Sequence[Decided] = ()

    def prepare(self) -> None:
        """A run begins."""

    def advance(self) -> bool:
        """Choose the next run; false when there is none."""
        raise NotImplementedError

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        """One of the threads that can go on, of which there is at least one.

        `None` cuts the run short: all that could follow is explored elsewhere.
        """
        raise NotImplementedError

    def share(self) -> float:
        """How much of what is known to be explored was, from 0 to 1.

        What is known may grow: then it falls again.  1 where nothing is known of it.
        """
        return 1.0

    def impossible(self, node: Any) -> None:
        """The thread of a node of `nodes` can't go on, and the run is cut short."""

    def finished(self, event: Event) -> None:
        """`event` is over: its footprint, clock and races are complete."""

    def left(self, event: Event, able: Sequence[int]) -> None:
        """The program ends in `event`, while the threads `able` could go on."""

    def ended(self, waiting: Sequence[Event]) -> None:
        """No thread goes on; `waiting` is what those that wait were about to do."""


def dozes(thread: Candidate) -> bool:
    """Whether only its clock would let a thread go on."""
    pending = thread.pending
    if pending is None or pending.seconds is None:
        return False
    return pending.yields or (pending.ready is not None and not pending.ready())


def usual[T: Candidate](running: T, among: Sequence[T]) -> T:
    """The thread that goes on if nothing speaks against it.

    It is the running one, else the lowest; where all sleep or would time
    out, the one that is due first by the virtual clocks.
    """
    pending = running.pending
    if running in among and (pending is None or pending.seconds is None):
        return running
    waiting: list[tuple[float, int, T]] = []
    for other in [running, *among]:
        if other not in among:
            continue
        if not dozes(other):
            return other
        pending = other.pending
        seconds = pending.seconds if pending is not None else None
        waiting.append((other.time + (seconds or 0.0), other.tid, other))
    return min(waiting)[2]
