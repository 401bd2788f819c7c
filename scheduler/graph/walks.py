"""Strategies that walk along a reader's steps.

Whether a stop is a reader's, and which state it is, they are told by an observer
(`graph/steps.py`), who sees the run; they see none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.model.outcome import Outcome
from scheduler.model.strategy import Candidate, Place, Strategy, usual
from scheduler.search.reduction import Choice, Dice, Stateful

__all__ = ["Around", "Builder", "Followed", "Walk"]

#: A thread, and those that go on there in later runs, with the preemptions that took.
type Ways = tuple[Candidate, list[tuple[int, int]]]


class Builder(Stateful):
    """Goes on from each state once by each thread."""

    def __init__(self, bound: int | None) -> None:
        super().__init__(bound)
        #: By state and the thread that runs on: how many preemptions were left.
        self.explored: dict[tuple[int, int], int] = {}

    def prepare(self) -> None:
        super().prepare()
        self.at = -1
        self.taken = -1
        self.inside = self.waits = False

    def comes_to(self, state: int, inside: bool, waits: bool) -> None:
        """Who goes on from `state`? The running thread, where it is `inside` of a step.

        Args:
            state: Its number.
            inside: The stop is no reader's.
            waits: The running thread goes on only by a sleep or a timeout.
        """
        self.at, self.inside, self.waits = state, inside, waits
        self.taken += not inside

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        if self.inside:
            ways: Ways | None = (place.running, [])
        elif place.tired:
            return super().pick(among, place)
        else:
            ways = self.ways(place.running, among)
        if ways is None:
            return None
        chosen, others = ways
        self.nodes.append(Choice(chosen.tid, others, self.used))
        return chosen

    def ways(self, task: Candidate, among: Sequence[Candidate]) -> Ways | None:
        """Who goes on now and who in later runs; None where that is known already."""
        free = task not in among or self.waits
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


def _wanted(schedule: list[int], at: int, among: Sequence[Candidate]) -> Candidate:
    """The thread of the step `at` of a reader's schedule."""
    for thread in among:
        if thread.tid == schedule[at]:
            return thread
    raise ValueError(f"step {at + 1}: thread {schedule[at]} cannot run there")


class Around(Builder):
    """Follows a reader's schedule, and from its end takes each step that there is."""

    def __init__(self, schedule: list[int]) -> None:
        super().__init__(None)
        self.schedule = schedule

    def ways(self, task: Candidate, among: Sequence[Candidate]) -> Ways | None:
        if self.taken > len(self.schedule):
            return None
        if self.taken == len(self.schedule):
            chosen = usual(task, among)
            return chosen, [(o.tid, self.used) for o in among if o is not chosen]
        return _wanted(self.schedule, self.taken, among), []


@dataclass
class Followed:
    """A real run: the steps taken, what was seen before each, how it ended."""

    schedule: list[int]
    seen: list[dict[str, Any]]
    outcome: Outcome


class Walk(Strategy):
    """Follows a reader's schedule, and then goes on, or walks at random by a `seed`."""

    always = True

    def __init__(self, schedule: list[int], seed: int | None) -> None:
        self.schedule = schedule
        self.dice = None if seed is None else Dice(seed)
        self.inside = False
        self.taken = 0

    def prepare(self) -> None:
        self.taken = 0

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        if self.inside:
            return place.running
        self.taken += 1
        if self.taken <= len(self.schedule):
            return _wanted(self.schedule, self.taken - 1, among)
        if self.dice is None:
            return usual(place.running, among)
        return among[self.dice.draw(len(among))]
