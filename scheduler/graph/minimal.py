"""A graph as small as it can be, and schedules through it."""

from __future__ import annotations

import collections
import heapq
from typing import Any, Final

__all__ = ["GIL_FIRST", "GIL_LAST", "Table", "by_gil", "minimal", "ordered", "shortest"]

GIL_FIRST: Final = 1
GIL_LAST: Final = 2


#: By a state and a thread, its step: the state after it, the number of what it did, flags.
Step = tuple[int, int, int]
Edges = dict[tuple[int, int], Step]


class Table:
    """Values by the order of their first appearance."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        key = repr(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def minimal(
    states: list[dict[str, Any]], edges: Edges
) -> tuple[list[dict[str, Any]], Edges]:
    """Merge states that look the same and have the same futures."""
    following: list[list[tuple[int, Step]]] = [[] for _ in states]
    for (one, tid), step in sorted(edges.items()):
        following[one].append((tid, step))
    looks = Table()
    block = [looks.number(state) for state in states]
    count = len(looks.values)
    while True:
        numbers: dict[Any, int] = {}
        block = [
            numbers.setdefault(
                (
                    block[at],
                    tuple(
                        (tid, block[to], did, flags)
                        for tid, (to, did, flags) in following[at]
                    ),
                ),
                len(numbers),
            )
            for at in range(len(states))
        ]
        if len(numbers) == count:
            break
        count = len(numbers)
    kept: list[dict[str, Any]] = [{} for _ in range(count)]
    for at, state in enumerate(states):
        kept[block[at]] = state
    return kept, {
        (block[one], tid): (block[two], did, flags)
        for (one, tid), (two, did, flags) in edges.items()
    }


def ordered(
    states: list[dict[str, Any]], edges: Edges
) -> tuple[list[dict[str, Any]], Edges]:
    """Number the states by their distance from the beginning."""
    following: dict[int, list[int]] = {}
    for (one, _), (two, *_) in sorted(edges.items()):
        following.setdefault(one, []).append(two)
    order = {0: 0}
    todo = collections.deque([0])
    while todo:
        for two in following.get(todo.popleft(), ()):
            if two not in order:
                order[two] = len(order)
                todo.append(two)
    kept = sorted(order, key=lambda at: order[at])
    return [states[at] for at in kept], {
        (order[one], tid): (order[two], did, flags)
        for (one, tid), (two, did, flags) in edges.items()
        if one in order
    }


def shortest(states: list[dict[str, Any]], edges: Edges, end: int) -> list[int]:
    """The schedule with the fewest switches, then the fewest steps, to an outcome."""
    following: dict[int, list[tuple[int, int]]] = {}
    for (one, tid), (two, *_) in edges.items():
        following.setdefault(one, []).append((tid, two))
    todo: list[tuple[int, int, list[int], int]] = [(0, 0, [], 0)]
    seen: set[tuple[int, int]] = set()
    while todo:
        switches, length, schedule, state = heapq.heappop(todo)
        last = schedule[-1] if schedule else 1
        if (state, last) in seen:
            continue
        seen.add((state, last))
        if states[state]["end"] == end:
            return schedule
        for tid, after in following.get(state, ()):
            heapq.heappush(
                todo, (switches + (tid != last), length + 1, [*schedule, tid], after)
            )
    return []


def by_gil(states: list[dict[str, Any]], edges: Edges, end: int) -> bool:
    """Whether an outcome can be reached with switches of a GIL build only."""
    following: dict[int, list[tuple[int, int, int]]] = {}
    for (one, tid), (two, _, flags) in edges.items():
        following.setdefault(one, []).append((tid, two, flags))
    # (state, thread of the last step, whether it can be left there, threads that
    # were left where they cannot be, and so must begin with a hand-over)
    first: tuple[int, int, bool, frozenset[int]] = (0, 1, True, frozenset())
    todo = [first]
    seen = {first}
    while todo:
        state, last, free, owing = todo.pop()
        if states[state]["end"] == end:
            return True
        for tid, after, flags in following.get(state, ()):
            owes = owing
            if tid != last and not free:
                owes = owes | {last}
            if tid in owes:
                if not flags & GIL_FIRST:
                    continue
                owes = owes - {tid}
            step = (after, tid, bool(flags & GIL_LAST), owes)
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False
