"""A reader's steps: which stops are theirs, and what is seen at them of a real run."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from scheduler.describe.trace import Recorder
from scheduler.engine.records import Observer
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.graph.minimal import GIL_FIRST, GIL_LAST, Edges
from scheduler.graph.snapshot import snapshot
from scheduler.graph.walks import Builder, Walk
from scheduler.model.facts import Fact
from scheduler.model.outcome import Kill
from scheduler.model.place import HERE
from scheduler.world.world import World

__all__ = ["LIMIT", "Looks", "Map", "TooLarge"]

LIMIT = 20_000
#: Characters of output in the states of a graph together: each holds all that was printed
#: before it, so that lines in a loop take memory by the square of their number.
PRINTED = 30_000_000


class TooLarge(Exception):
    """The graph has more states, or needs more runs, than was allowed."""


def _caller(run: Run) -> FrameType | None:
    """The innermost frame outside of this package."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    return frame


def _ready(task: Task) -> bool:
    """Whether a thread that can go on goes on without a sleep or a timeout."""
    pending = task.pending
    if pending is None:
        return True
    if pending.kind == "sleep" or pending.yields:
        return False
    return pending.ready is None or pending.ready()


class _Steps:
    """Which stops are a reader's, and which are inside of a step."""

    def __init__(self, folded: bool) -> None:
        self.folded = folded
        self.fresh: set[int] = set()
        self.known: set[int] = set()

    def inside(self, run: Run, task: Task) -> bool:
        """Whether `task` goes on, because its stop is no reader's."""
        pending = task.pending
        if task.done:
            return False
        if task.tid not in self.known:
            self.known.add(task.tid)
            self.fresh.add(task.tid)
            # Before its first line a thread does nothing that can be seen.
            if task.tid != 1 and pending is None and task.frame is None:
                return True
        if pending is None and task.frame is None:
            self.fresh.add(task.tid)
            return False
        first = task.tid in self.fresh
        self.fresh.discard(task.tid)
        if pending is None:
            return first
        if pending.kind == "spin" or not _ready(task):
            return False
        if first:
            return True
        if pending.kind == "write":
            return False
        frame = _caller(run)
        own = frame is not None and run.program(frame.f_code.co_filename)
        return self.folded and not own


class Map(Recorder):
    """Keeps the states that a strategy comes to, and what the steps between them did.

    The strategy is told the number of each, and its next choices are made by that.
    """

    def __init__(
        self, world: World, strategy: Builder, folded: bool, states: int
    ) -> None:
        self.world = world
        self.strategy = strategy
        self.folded = folded
        self.most = states
        self.index: dict[Any, int] = {}
        self.states: list[dict[str, Any]] = []
        self.printed = 0
        self.edges: Edges = {}
        #: What steps did, and its number in `edges`.
        self.facts: dict[tuple[Fact, ...], int] = {}
        self.threads: dict[int, str] = {}
        super().__init__()

    def reset(self) -> None:
        super().reset()
        self.at = -1
        self.last = 0
        self.stuck = self.inside = False
        self.begun: set[int] = {1}
        self.steps = _Steps(self.folded)

    def arrive(self, run: Run, key: Any) -> None:
        """The state of `key` is reached by the last step."""
        state = self.index.get(key)
        if state is None:
            if len(self.states) >= self.most:
                raise TooLarge(f"more than {self.most:,} states")
            state = self.index[key] = len(self.states)
            self.states.append(snapshot(run, self.world.main.__dict__))
            self.printed += len(self.states[-1]["output"])
            if self.printed > PRINTED:
                raise TooLarge(f"more than {PRINTED:,} characters of output in states")
        if self.last:
            step = (self.at, self.last)
            if step not in self.edges:
                task = run.tasks[self.last - 1]
                flags = GIL_FIRST * task.hands_first | GIL_LAST * task.hands_last
                did = self.facts.setdefault(self.told(), len(self.facts))
                self.edges[step] = (state, did, flags)
        self.at = state

    def asked(self, run: Run, task: Task) -> None:
        if run.restart:
            return
        for other in run.tasks:
            self.threads.setdefault(other.tid, other.name)
        self.inside = self.steps.inside(run, task)
        if not self.inside:
            try:
                self.arrive(run, self.strategy.hash)
            except TooLarge as error:
                # Raised further, it would be an exception of the program.
                run.fail(error)
                raise Kill from None
        self.strategy.comes_to(self.at, self.inside, not _ready(task))

    def chose(self, run: Run, chosen: Task | None) -> None:
        if run.restart:
            return
        if chosen is None:
            self.stuck = not run.redundant and run.failure is None
        elif not self.inside:
            self.last = chosen.tid
            self.told()
            chosen.begins(chosen.tid not in self.begun)
            self.begun.add(chosen.tid)


class Looks(Observer):
    """What a reader would see at each step of a walk."""

    def __init__(self, world: World, strategy: Walk, folded: bool) -> None:
        self.world = world
        self.strategy = strategy
        self.folded = folded

    def reset(self) -> None:
        self.steps = _Steps(self.folded)
        self.taken: list[int] = []
        self.seen: list[dict[str, Any]] = []
        self.inside = False

    def asked(self, run: Run, task: Task) -> None:
        self.inside = self.steps.inside(run, task)
        self.strategy.inside = self.inside

    def chose(self, run: Run, chosen: Task | None) -> None:
        if chosen is not None and not self.inside:
            self.seen.append(snapshot(run, self.world.main.__dict__))
            self.taken.append(chosen.tid)
