"""What is asked of a semaphore in no order: the tally, and which of it commutes."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from scheduler.engine.counted import Tally, forget_own
from scheduler.model.strategy import GIVES, GIVES_LAST, TAKES, TAKES_LAST, Event
from scheduler.search.reduction import independent

#: Takes one, or gives so many.
TAKE = -1


def asked(tally: Tally, tid: int, does: int, value: int, bound: int | None) -> int:
    if does == TAKE:
        return tally.take(tid, value)
    return tally.give(tid, value, does, bound)


def orders(threads: list[list[int]]) -> Iterator[list[tuple[int, int]]]:
    """Every interleaving of what each thread does."""
    if not any(threads):
        yield []
    for tid, does in enumerate(threads):
        if does:
            rest = [list(other) for other in threads]
            first = rest[tid].pop(0)
            for order in orders(rest):
                yield [(tid, first), *order]


def in_turn(
    order: list[tuple[int, int]], value: int, bound: int | None
) -> tuple[Tally, int]:
    """The tally and the value after all of it, each counted and each possible."""
    tally = Tally()
    for tid, does in order:
        assert does != TAKE or value > 0
        assert asked(tally, tid, does, value, bound)
        value += does
        assert bound is None or value <= bound
    return tally, value


def drawn(seed: int) -> tuple[list[list[int]], int, int | None, tuple[int, int]]:
    """What threads do as long as it is counted, the first value, a bound, one more."""
    chooser = random.Random(seed)
    bound = chooser.choice((None, 2, 3))
    first = value = chooser.randrange(4 if bound is None else bound + 1)
    threads: list[list[int]] = [[], [], []]
    tally = Tally()
    for _ in range(6):
        tid, does = chooser.randrange(3), chooser.choice((TAKE, TAKE, 1, 2))
        if does == TAKE and not value:
            continue
        if not asked(tally, tid, does, value, bound):
            break
        threads[tid].append(does)
        value += does
    return threads, first, bound, (chooser.randrange(3), chooser.choice((TAKE, 1)))


@pytest.mark.parametrize("seed", range(100))
def test_what_is_counted_is_possible_in_every_order(seed: int) -> None:
    """And what comes next is counted after each of them, or after none."""
    threads, value, bound, (tid, does) = drawn(seed)
    found = set()
    for order in orders(threads):
        tally, now = in_turn(order, value, bound)
        found.add(bool(asked(tally, tid, does, now, bound)))
    assert len(found) == 1


@pytest.mark.parametrize("seed", range(100))
def test_who_is_not_woken_would_still_be_counted(seed: int) -> None:
    threads, value, bound, _ = drawn(seed)
    order = next(orders(threads))
    for one, two in itertools.product((TAKE, 1, 2), repeat=2):
        tally, now = in_turn(order, value, bound)
        coming = asked(tally, 0, one, now, bound)
        tally, now = in_turn(order, value, bound)
        done = asked(tally, 1, two, now, bound)
        if not (coming and done and independent({"s": coming}, {"s": done})):
            continue
        assert now + two >= 1 or one != TAKE
        assert asked(tally, 0, one, now + two, bound)


def test_seen_by_example() -> None:
    tally = Tally()
    assert tally.take(1, 2) == TAKES
    assert tally.take(2, 1) == TAKES_LAST
    assert tally.give(1, 0, 1, None) == GIVES
    # What the first has given back is its own to take, and the third's in one order only.
    assert tally.take(3, 1) == 0
    assert tally.take(1, 1) == TAKES
    tally.clear()
    assert tally.take(3, 1) == TAKES_LAST


def test_no_more_than_its_bound() -> None:
    tally = Tally()
    assert tally.give(1, 1, 1, 2) == GIVES_LAST
    assert tally.take(2, 2) == TAKES_LAST
    assert tally.give(2, 1, 1, 2) == GIVES
    assert tally.give(1, 2, 1, 2) == 0


def test_a_value_that_was_changed_by_others_is_not_counted_with() -> None:
    tally = Tally()
    tally.take(1, 5)
    assert tally.take(2, 5) == 0
    assert tally.give(2, 5, 1, None) == 0
    assert tally.take(2, 4) == TAKES


def test_what_is_read_or_written_commutes_with_no_count() -> None:
    for mode in (TAKES, TAKES_LAST, GIVES, GIVES_LAST):
        for other in (1, 2):
            assert not independent({"s": mode}, {"s": other})
            assert not independent({"s": other}, {"s": mode})
    assert independent({"s": 1}, {"s": 1})
    assert not independent({"s": 1}, {"s": 2})


def test_of_each_thread_the_last_is_kept() -> None:
    own, other, third = Event(1, 2, 0), Event(2, 2, 1), Event(3, 2, 2)
    history = [(own, "C"), (third, "A"), (own, "C"), (other, "C")]
    forget_own(history, 1)
    assert history == [(own, "C"), (third, "A"), (other, "C")]
    forget_own(history, 1)
    forget_own(history, 3)
    assert history == [(own, "C"), (third, "A"), (other, "C")]
