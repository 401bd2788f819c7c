"""A schedule with fewer switches that ends in the same outcome.

A search keeps the first schedule of an outcome that it comes to, or one with fewer
preemptions.  A person who reads it wants as few changes of the thread as there can be:
two turns of one thread are put together and the program is run again, for as long as
that leaves the outcome as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from scheduler.model.outcome import Outcome
from scheduler.model.strategy import Candidate, Place, Strategy, usual

__all__ = ["Led", "Turn", "shortest", "turns"]

#: A thread, and how many steps it takes one after the other.
type Turn = tuple[int, int]
#: Runs that one outcome is worth.
TRIES: Final = 100
#: A run that never ends has no short schedule, and costs as much as many others.
LONG: Final = 2_000


def turns(schedule: Sequence[int]) -> list[Turn]:
    """The turns that `schedule` consists of."""
    return [(thread, sum(1 for _ in steps)) for thread, steps in groupby(schedule)]


def cost(outcome: Outcome) -> tuple[int, int, int]:
    """What a reader has to follow: preemptions, switches, steps."""
    switches = sum(one != two for one, two in pairwise(outcome.schedule))
    return outcome.preemptions, switches, len(outcome.schedule)


def shortest(
    outcome: Outcome, attempt: Callable[[list[Turn]], Outcome | None]
) -> Outcome:
    """`outcome`, by a schedule of which no two turns can be put together.

    `attempt` runs the program by some turns, and returns what it ended in.  After
    `TRIES` of them the best one so far is returned.
    """
    best = outcome
    tries = 0
    plans = _shorter(turns(best.schedule))
    if len(outcome.schedule) > LONG:
        return outcome
    while tries < TRIES and (plan := next(plans, None)) is not None:
        tries += 1
        found = attempt(plan)
        if found is not None and found.key == outcome.key and cost(found) < cost(best):
            best = replace(found, count=outcome.count)
            plans = _shorter(turns(best.schedule))
    return best


def _shorter(plan: list[Turn]) -> Iterator[list[Turn]]:
    """Every plan with two turns of one thread put together, at the earlier or the later."""
    for late, (thread, steps) in enumerate(plan):
        early = next(
            (at for at in reversed(range(late)) if plan[at][0] == thread), None
        )
        if early is None:
            continue
        whole = (thread, plan[early][1] + steps)
        between = plan[early + 1 : late]
        yield [*plan[:early], whole, *between, *plan[late + 1 :]]
        yield [*plan[:early], *between, whole, *plan[late + 1 :]]


class Led(Strategy):
    """Takes the first turn of a plan that can be taken; then the running thread goes on."""

    always = True

    def __init__(self, plan: list[Turn]) -> None:
        self.plan = [[thread, steps] for thread, steps in plan]

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        return self._next(among) or usual(place.running, among)

    def _next(self, among: Sequence[Candidate]) -> Candidate | None:
        able = {task.tid: task for task in among}
        for at, turn in enumerate(self.plan):
            if turn[0] in able:
                turn[1] -= 1
                if not turn[1]:
                    del self.plan[at]
                return able[turn[0]]
        return None

    def advance(self) -> bool:
        return False
