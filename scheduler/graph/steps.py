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
from scheduler.search.reduction import Choice, Explorer, Stateful, blocked, usual
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
        nodes = self.nodes
        depth = len(run.events) - 1
        among = run.choices()
        if run.restart:
            among = among or blocked(run)
            return usual(run, task, among) if among else None
        for other in run.tasks:
            self.names.setdefault(other.tid, other.name)
        inside = self.steps.inside(run, task)
        if inside is None:
            self.arrive(run, self.hash)
        if depth < len(nodes):
            self.used = nodes[depth].used
            chosen = run.tasks[nodes[depth].tid - 1]
            if not among:
                run.barrier(chosen)
        elif inside is not None:
            nodes.append(Choice(inside.tid, [], self.used))
            return inside
        elif not among:
            among = blocked(run)
            if not among:
                self.stuck = True
                return None
            chosen = usual(run, task, among)
            run.barrier(chosen)
            others = [(other.tid, self.used) for other in among if other is not chosen]
            nodes.append(Choice(chosen.tid, others, self.used))
        else:
            ways = self.ways(run, task, among)
            if ways is None:
                run.redundant = True
                return None
            chosen, others = ways
            nodes.append(Choice(chosen.tid, others, self.used))
        return chosen if inside is not None else self.chosen(chosen)

    def ways(
        self, run: Run, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        """Who goes on now and who in later runs; None where that is known already."""
        free = task not in among or not _ready(task)
        left = 1_000_000 if self.bound is None else self.bound - self.used
        key = (self.at, 0 if free or self.bound is None else task.tid)
        if self.explored.get(key, -1) >= left:
            return None
        self.explored[key] = left
        chosen = usual(run, task, among)
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

    def chosen(self, task: Task) -> Task:
        self.taken += 1
        return super().chosen(task)

    def ways(
        self, run: Run, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        if self.taken > len(self.schedule):
            return None
        if self.taken == len(self.schedule):
            chosen = usual(run, task, among)
            return chosen, [(o.tid, self.used) for o in among if o is not chosen]
        wanted = self.schedule[self.taken]
        for other in among:
            if other.tid == wanted:
                return other, []
        # Raised here, it would be an exception of the program.
        run.fail(ValueError(f"step {self.taken + 1}: thread {wanted} cannot run there"))
        return None


@dataclass
class Followed:
    """A real run: the steps taken, what was seen before each, how it ended."""

    schedule: list[int]
    seen: list[dict[str, Any]]
    outcome: Outcome


class Walk(Explorer):
    """Follows a reader's schedule, and then goes on or walks at random."""

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

    def choose(self, run: Run, task: Task) -> Task | None:
        among = run.choices()
        inside = self.steps.inside(run, task)
        if inside is not None:
            return inside
        fired = not among
        among = among or blocked(run)
        if not among:
            return None
        at = len(self.taken)
        if at < len(self.schedule):
            tid = self.schedule[at]
            chosen = next((other for other in among if other.tid == tid), None)
            if chosen is None:
                raise ValueError(f"step {at + 1}: thread {tid} cannot run there")
        elif self.chooser is not None:
            # What `random` executes here is no part of the program.
            task.quiet += 1
            chosen = self.chooser.choice(among)
            task.quiet -= 1
        else:
            chosen = usual(run, task, among)
        self.seen.append(snapshot(run, self.world.main.__dict__))
        if fired:
            run.barrier(chosen)
        self.taken.append(chosen.tid)
        return chosen
