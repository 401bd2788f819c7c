"""What is asked of a semaphore in no order: the tally, and which of it commutes."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.engine.counted import Tally, counted, forget_own
from scheduler.engine.task import FOLLOWED
from scheduler.engine.turns import Turns
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


SEEDS = range(100)


def test_what_is_counted_is_possible_in_every_order() -> None:
    """And what comes next is counted after each of them, or after none."""
    for seed in SEEDS:
        threads, value, bound, (tid, does) = drawn(seed)
        found = set()
        for order in orders(threads):
            tally, now = in_turn(order, value, bound)
            found.add(bool(asked(tally, tid, does, now, bound)))
        assert len(found) == 1, seed


def test_who_is_not_woken_would_still_be_counted() -> None:
    for seed, one, two in itertools.product(SEEDS, (TAKE, 1, 2), (TAKE, 1, 2)):
        threads, value, bound, _ = drawn(seed)
        order = next(orders(threads))
        tally, now = in_turn(order, value, bound)
        coming = asked(tally, 0, one, now, bound)
        tally, now = in_turn(order, value, bound)
        done = asked(tally, 1, two, now, bound)
        if not (coming and done and independent({"s": coming}, {"s": done})):
            continue
        assert now + two >= 1 or one != TAKE, seed
        assert asked(tally, 0, one, now + two, bound), seed


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


FILE = threading.__file__


class OfSemaphore:
    """A lock of a semaphore, as the world's has it."""

    def __init__(self) -> None:
        self.made = (FILE, "Semaphore.__init__", 0)
        self.tally = Tally()

    def acquire(self, blocking: bool = True) -> bool:
        return False

    def release(self) -> None: ...


def frame(name: str, back: Any = None, file: str = FILE, **names: Any) -> Any:
    code = SimpleNamespace(co_qualname=name, co_filename=file)
    return SimpleNamespace(f_code=code, f_back=back, f_locals=names)


class Asked:
    """A semaphore of which one is free, and the calls that have its lock."""

    def __init__(self, made: type[threading.Semaphore] = threading.Semaphore) -> None:
        self.lock = OfSemaphore()
        self.semaphore = made()
        self.condition = threading.Condition(self.lock)  # type: ignore[arg-type]
        vars(self.semaphore)["_cond"] = self.condition

    def acquires(self) -> Any:
        return frame("Semaphore.acquire", self=self.semaphore)

    def enters(self, caller: Any) -> Any:
        return frame("Condition.__enter__", caller)

    def comes_out(self, **names: Any) -> Any:
        wait = frame("Condition.wait", self.acquires(), **names)
        return frame("Condition._acquire_restore", wait)

    def gives(self, **names: Any) -> Any:
        return self.enters(frame("Semaphore.release", self=self.semaphore, **names))


COUNTED: dict[str, Callable[[Asked], Any]] = {
    "takes": lambda asked: asked.enters(asked.acquires()),
    "takes once it is woken": lambda asked: asked.comes_out(gotit=True),
    "gives": lambda asked: asked.gives(n=1),
}


def derived(asked: Asked) -> Any:
    asked.semaphore.__class__ = type("Own", (threading.Semaphore,), {})
    return asked.gives(n=1)


def with_one_who_waits(asked: Asked) -> Any:
    vars(asked.condition)["_waiters"].append(None)
    return asked.gives(n=1)


def with_its_own_notify(asked: Asked) -> Any:
    vars(asked.condition)["notify"] = print
    return asked.gives(n=1)


def with_its_own_owner(asked: Asked) -> Any:
    vars(asked.condition)["_is_owned"] = print
    return asked.gives(n=1)


def with_a_condition_of_its_own(asked: Asked) -> Any:
    asked.condition.__class__ = type("Own", (threading.Condition,), {})
    return asked.gives(n=1)


def of_another_lock(asked: Asked) -> Any:
    vars(asked.condition)["_lock"] = threading.Lock()
    return asked.gives(n=1)


def with_none_left(asked: Asked) -> Any:
    vars(asked.semaphore)["_value"] = 0
    return asked.enters(asked.acquires())


OTHERWISE: dict[str, Callable[[Asked], Any]] = {
    "its wait has timed out": lambda asked: asked.comes_out(gotit=False),
    "its wait has not got so far": lambda asked: asked.comes_out(),
    "it has the lock by itself": lambda asked: frame("<module>", asked.acquires()),
    "it is called so elsewhere": lambda asked: asked.enters(
        frame("Semaphore.acquire", file="own.py", self=asked.semaphore)
    ),
    "it does something else": lambda asked: asked.enters(
        frame("Semaphore.__repr__", self=asked.semaphore)
    ),
    "it is of a class of its own": derived,
    "somebody waits": with_one_who_waits,
    "it wakes them by a function of its own": with_its_own_notify,
    "it knows of whom it is by a function of its own": with_its_own_owner,
    "the condition is of a class of its own": with_a_condition_of_its_own,
    "it is entered elsewhere": lambda asked: frame(
        "Condition.__enter__", asked.acquires(), file="own.py"
    ),
    "the condition has another lock": of_another_lock,
    "there is none left": with_none_left,
    "it gives what is no number": lambda asked: asked.gives(n=1.0),
}


def asks(asked: Asked, enter: Any) -> tuple[Any, int, list[tuple[Any, Any]]] | None:
    return counted(asked.lock, 1, threading, enter)


@pytest.mark.parametrize("what", COUNTED)
def test_what_is_counted(what: str) -> None:
    asked = Asked()
    assert asks(asked, COUNTED[what](asked))
    assert asked.lock.tally.threads


@pytest.mark.parametrize("what", OTHERWISE)
def test_what_is_not_counted(what: str) -> None:
    asked = Asked()
    assert asks(asked, OTHERWISE[what](asked)) is None
    assert not asked.lock.tally.threads


def test_what_is_read_while_one_is_taken() -> None:
    asked = Asked()
    found = asks(asked, asked.enters(asked.acquires()))
    assert found == (asked.semaphore, TAKES_LAST, [])


@pytest.mark.parametrize("made", [threading.Semaphore, threading.BoundedSemaphore])
def test_what_is_read_while_one_is_given(made: type[threading.Semaphore]) -> None:
    """That nobody waits, and what would wake who does; of a bound one, the bound."""
    asked = Asked(made)
    vars(asked.semaphore)["_value"] = 0
    does = f"{made.__name__}.release"
    enter = asked.enters(frame(does, self=asked.semaphore, n=1))
    found = asks(asked, enter)
    assert found
    semaphore, mode, reads = found
    assert semaphore is asked.semaphore
    assert mode == (GIVES if made is threading.Semaphore else GIVES_LAST)
    waiters = vars(asked.condition)["_waiters"]
    wanted: list[tuple[Any, Any]] = [
        (asked.condition, "_waiters"),
        (asked.condition, "notify"),
        (asked.condition, "_is_owned"),
        (waiters, 0),
    ]
    if made is threading.BoundedSemaphore:
        wanted.append((asked.semaphore, "_initial_value"))
    assert [(id(one), what) for one, what in reads] == [
        (id(one), what) for one, what in wanted
    ]


def test_what_is_done_later_under_the_lock_is_not_of_it() -> None:
    run: Any = SimpleNamespace(passes=lambda task: None)
    task: Any = SimpleNamespace(counting=OfSemaphore(), quiet=1, met=0)
    Turns.tallied(run, task)
    assert (task.counting, task.quiet, task.met) == (None, 0, FOLLOWED)
