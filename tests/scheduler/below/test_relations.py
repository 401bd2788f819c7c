"""How two operations of one primitive relate: every pair of each.

0: they are independent.  1: the newer one comes after the older, and never could have
come first from the same state.  2: either may come first, a race.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from scheduler.world import primitives

#: Operations on a lock, in words.
LOCK = {
    "A": "acquire",
    "T+": "a try that succeeds",
    "T-": "a try that fails",
    "R": "release",
    "R!": "a release that fails",
    "L+": "a look at the held one",
    "L-": "a look at the free one",
}
#: Operations on a `SimpleQueue`.
QUEUE = {
    "P": "put",
    "G": "get",
    "G+": "a try that gets",
    "G-": "a try that finds nothing",
    "S": "a look at its size",
}

# By row the older operation, by column the newer one.
LOCKS = """
    A  T+ T- R  R! L+ L-
A   2  2  2  2  2  2  2
T+  2  2  2  2  2  2  2
T-  1  2  0  2  0  0  0
R   1  2  2  2  2  2  2
R!  2  2  0  2  0  0  0
L+  1  2  0  2  0  0  0
L-  2  2  0  2  0  0  0
"""
QUEUES = """
    P  G  G+ G- S
P   2  0  0  2  2
G   0  2  2  2  2
G+  0  2  2  2  2
G-  2  0  2  0  0
S   2  2  2  0  0
"""


def pairs(text: str, words: dict[str, str]) -> dict[str, tuple[str, str, int]]:
    """The rows of a table, by what they say in words."""
    head, *rows = text.strip().splitlines()
    found = {}
    for row in rows:
        old, *numbers = row.split()
        for new, number in zip(head.split(), numbers, strict=True):
            found[f"{words[old]}, then {words[new]}"] = (old, new, int(number))
    assert len(found) == len(words) ** 2
    return found


@pytest.mark.parametrize("of", [primitives.Lock, primitives.RLock])
@pytest.mark.parametrize("name", pairs(LOCKS, LOCK))
def test_lock(of: Any, name: str) -> None:
    old, new, expected = pairs(LOCKS, LOCK)[name]
    assert of.relation(old, new) == expected


@pytest.mark.parametrize("name", pairs(QUEUES, QUEUE))
def test_simple_queue(name: str) -> None:
    old, new, expected = pairs(QUEUES, QUEUE)[name]
    assert primitives.SimpleQueue().relation(old, new) == expected


def test_those_that_only_look() -> None:
    assert {"T-", "R!", "L+", "L-"} == primitives.Lock.READS
    assert primitives.RLock.READS == primitives.Lock.READS
    assert {"G-", "S"} == primitives.SimpleQueue.READS


# ------------------------------------------------------------ against a model


def lock_after(held: bool, operation: str) -> bool | None:
    """Whether a lock is held after an operation; `None` where that is not possible."""
    needs = {
        "A": False,
        "T+": False,
        "T-": True,
        "R": True,
        "R!": False,
        "L+": True,
        "L-": False,
    }
    if needs[operation] != held:
        return None
    return {"A": True, "T+": True, "R": False}.get(operation, held)


def queue_after(items: tuple[str, ...], operation: str, who: str) -> Any:
    """What a queue holds, and what was got or seen; `None` where it is not possible."""
    if operation == "P":
        return (*items, who), None
    if operation in ("G", "G+"):
        return (items[1:], items[0]) if items else None
    if operation == "G-":
        return None if items else (items, None)
    return items, len(items)


@pytest.mark.parametrize(("old", "new"), [*itertools.product(LOCK, LOCK)])
def test_lock_s_orders_that_differ_are_not_independent(old: str, new: str) -> None:
    for held in (False, True):
        first = lock_after(held, old)
        after = None if first is None else lock_after(first, new)
        if after is None:
            continue
        other = lock_after(held, new)
        swapped = None if other is None else lock_after(other, old)
        if swapped != after:
            assert primitives.Lock.relation(old, new) > 0
        if other is not None and swapped != after:
            # The newer one could have come first.
            assert primitives.Lock.relation(old, new) == 2


@pytest.mark.parametrize(("old", "new"), [*itertools.product(QUEUE, QUEUE)])
def test_queue_s_orders_that_differ_are_not_independent(old: str, new: str) -> None:
    relation = primitives.SimpleQueue().relation(old, new)
    for items in ((), ("i",), ("i", "j")):
        first = queue_after(items, old, "one")
        second = queue_after(first[0], new, "two") if first else None
        if not second:
            continue
        other = queue_after(items, new, "two")
        swapped = queue_after(other[0], old, "one") if other else None
        same = (
            other is not None
            and swapped is not None
            and (swapped[0], swapped[1], other[1]) == (second[0], first[1], second[1])
        )
        # A get after the put of what it gets: that is told by the item itself.
        if not same and other is not None:
            of_its_item = old == "P" and new in ("G", "G+") and second[1] == "one"
            assert relation == 2 or of_its_item


@pytest.mark.parametrize(("old", "new"), [*itertools.product(QUEUE, QUEUE)])
def test_parts_of_a_queue_tell_what_its_orders_do(old: str, new: str) -> None:
    """Two that differ by their order have a part in common, which one of them changes."""
    both = set(parts(old)) & set(parts(new))
    changes = not {old, new} <= primitives.SimpleQueue.READS
    for items in ((), ("i",), ("i", "j")):
        one, two = queue_after(items, old, "one"), queue_after(items, new, "two")
        if not (one and two):
            continue
        first, second = queue_after(one[0], new, "two"), queue_after(two[0], old, "one")
        same = (
            first is not None
            and second is not None
            and (first[0], first[1], one[1]) == (second[0], two[1], second[1])
        )
        assert same or (both and changes)


def parts(operation: str) -> tuple[str, ...]:
    return primitives.SimpleQueue.PARTS[operation]
