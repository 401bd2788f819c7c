"""A reader's steps: which stops are theirs, and strategies that walk along them."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Any

from scheduler.describe.trace import Recorder
from scheduler.engine.run import Run, Task
from scheduler.graph.minimal import GIL_FIRST, GIL_LAST, Edges
from scheduler.graph.snapshot import snapshot
from scheduler.model.facts import Fact
from scheduler.model.outcome import Outcome
from scheduler.model.place import HERE
from scheduler.search.reduction import Choice, Explorer, Place, Stateful, usual
from scheduler.world.world import World

__all__ = ["LIMIT", "Around", "Builder", "Followed", "TooLarge", "Walk"]

LIMIT = 20_000


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

    def inside(self, run: Run, task: Task) -> Task | None:
        """The thread that goes on because the stop of `task` is no reader's."""
        pending = task.pending
        if task.done:
            return None
        if task.tid not in self.known:
            self.known.add(task.tid)
            self.fresh.add(task.tid)
            # Before its first line a thread does nothing that can be seen.
            if task.tid != 1 and pending is None and task.frame is None:
                return task
        if pending is None:
            if task.frame is None:
                self.fresh.add(task.tid)
                return None
            first = task.tid in self.fresh
            self.fresh.discard(task.tid)
            return task if first else None
        first = task.tid in self.fresh
        self.fresh.discard(task.tid)
        if pending.kind == "spin" or not _ready(task):
            return None
        if first:
            return task
        if pending.kind == "write":
            return None
        frame = _caller(run)
        own = frame is not None and run.program(frame.f_code.co_filename)
        return task if self.folded and not own else None


class Builder(Stateful):
    """Explores each state once and remembers how each was reached."""

    def __init__(
        self, world: World, folded: bool, states: int, bound: int | None
    ) -> None:
        super().__init__(bound)
        self.world = world
        self.folded = folded
        self.most = states
        #: By state and the thread that runs on: how many preemptions were left.
        self.explored: dict[tuple[int, int], int] = {}
        self.index: dict[Any, int] = {}
        self.states: list[dict[str, Any]] = []
        self.edges: Edges = {}
        #: What steps did, and its number in `edges`.
        self.facts: dict[tuple[Fact, ...], int] = {}
        self.names: dict[int, str] = {}
        self.recorder = Recorder()

    def prepare(self, run: Run) -> None:
        super().prepare(run)
        self.at = -1
        self.last = 0
        self.stuck = False
        self.begun: set[int] = {1}
        self.steps = _Steps(self.folded)
        self.recorder.reset()
        run.observer = self.recorder

    def arrive(self, run: Run, key: Any) -> int:
        """The state of `key`, reached by the last step."""
        state = self.index.get(key)
        if state is None:
            if len(self.states) >= self.most:
                raise TooLarge(f"more than {self.most:,} states")
            state = self.index[key] = len(self.states)
            self.states.append(snapshot(run, self.world.main.__dict__))
        if self.last:
            step = (self.at, self.last)
            if step not in self.edges:
                task = run.tasks[self.last - 1]
                flags = GIL_FIRST * task.hands_first | GIL_LAST * task.hands_last
                did = self.facts.setdefault(self.recorder.told(), len(self.facts))
                self.edges[step] = (state, did, flags)
        self.at = state
        return state

    def chosen(self, task: Task) -> Task:
        """`task` begins a reader's step."""
        self.last = task.tid
        self.recorder.told()
        task.hands_first = task.tid not in self.begun
        task.hands_last = task.seen = False
        self.begun.add(task.tid)
        return task

    def choose(self, run: Run, task: Task) -> Task | None:
        if run.restart:
            return super().choose(run, task)
        for other in run.tasks:
            self.names.setdefault(other.tid, other.name)
        self.inside = self.steps.inside(run, task)
        inside = self.inside is not None
        if not inside:
            self.arrive(run, self.hash)
        depth = len(run.events) - 1
        if depth < len(self.nodes):
            self.used = self.nodes[depth].used
        chosen = super().choose(run, task)
        if chosen is None:
            self.stuck = not run.redundant and run.failure is None
            return None
        return chosen if inside else self.chosen(chosen)

    def pick(self, among: list[Task], place: Place) -> Task | None:
        if self.inside is not None:
            self.nodes.append(Choice(self.inside.tid, [], self.used))
            return self.inside
        if place.tired:
            return super().pick(among, place)
        ways = self.ways(place.running, among)
        if ways is None:
            return None
        chosen, others = ways
        self.nodes.append(Choice(chosen.tid, others, self.used))
        return chosen

    def ways(
        self, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        """Who goes on now and who in later runs; None where that is known already."""
        free = task not in among or not _ready(task)
        left = 1_000_000 if self.bound is None else self.bound - self.used
        key = (self.at, 0 if free or self.bound is None else task.tid)
        if self.explored.get(key, -1) >= left:
            return None
        self.explored[key] = left
        chosen = usual(task, among)
        others = []
        for other in among:
            if other is not chosen:
                cost = self.used + (not free and other is not task)
                if self.bound is None or cost <= self.bound:
                    others.append((other.tid, cost))
        return chosen, others


class Around(Builder):
    """Follows a reader's schedule, and from its end takes each step that there is."""

    def __init__(self, world: World, folded: bool, schedule: list[int]) -> None:
        super().__init__(world, folded, len(schedule) + 1_000, None)
        self.schedule = schedule

    def prepare(self, run: Run) -> None:
        super().prepare(run)
        self.taken = 0
        self.problem = ""

    def choose(self, run: Run, task: Task) -> Task | None:
        chosen = super().choose(run, task)
        if self.problem:
            run.fail(ValueError(self.problem))
        return chosen

    def chosen(self, task: Task) -> Task:
        self.taken += 1
        return super().chosen(task)

    def ways(
        self, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        if self.taken > len(self.schedule):
            return None
        if self.taken == len(self.schedule):
            chosen = usual(task, among)
            return chosen, [(o.tid, self.used) for o in among if o is not chosen]
        wanted = self.schedule[self.taken]
        for other in among:
            if other.tid == wanted:
                return other, []
        self.problem = f"step {self.taken + 1}: thread {wanted} cannot run there"
        return None


@dataclass
class Followed:
    """A real run: the steps taken, what was seen before each, how it ended."""

    schedule: list[int]
    seen: list[dict[str, Any]]
    outcome: Outcome


class Walk(Explorer):
    """Follows a reader's schedule, and then goes on or walks at random."""

    always = True

    def __init__(
        self,
        world: World,
        folded: bool,
        schedule: list[int],
        chooser: random.Random | None,
    ) -> None:
        self.world = world
        self.schedule = schedule
        self.chooser = chooser
        self.taken: list[int] = []
        self.seen: list[dict[str, Any]] = []
        self.folded = folded

    def prepare(self, run: Run) -> None:
        self.steps = _Steps(self.folded)
        self.taken = []
        self.seen = []
        self.problem = ""

    def choose(self, run: Run, task: Task) -> Task | None:
        inside = self.steps.inside(run, task)
        if inside is not None:
            return inside
        chosen = super().choose(run, task)
        if self.problem:
            run.fail(ValueError(self.problem))
        if chosen is not None:
            self.seen.append(snapshot(run, self.world.main.__dict__))
            self.taken.append(chosen.tid)
        return chosen

    def pick(self, among: list[Task], place: Place) -> Task | None:
        at, task = len(self.taken), place.running
        if at < len(self.schedule):
            for other in among:
                if other.tid == self.schedule[at]:
                    return other
            self.problem = f"step {at + 1}: thread {self.schedule[at]} cannot run there"
            return None
        if self.chooser is None:
            return usual(task, among)
        # What `random` executes here is no part of the program.
        task.quiet += 1
        chosen = self.chooser.choice(among)
        task.quiet -= 1
        return chosen
