"""What two threads see of each other in one operation of a built-in type.

Each hammer lets threads work on one object for a moment, with a switch interval
of a microsecond, and counts how often one saw what no whole operation leaves
behind. Nothing is proved by a zero; `tools/rows.py` runs them all on every
interpreter and writes the table that the page of guarantees shows.

Standard library only, and any Python >= 3.11: each interpreter runs this file.
"""

import collections
import itertools
import json
import os
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator

SECONDS = 0.3
LOW, HIGH = [0] * 40, [1] * 50
KEYS = [f"key {i}" for i in range(20)]
Step = Callable[[], bool | None]

HAMMERS: dict[str, Callable[[], list[Step]]] = {}


def hammer(name: str) -> Callable[[Callable[[], list[Step]]], None]:
    """Register the threads of one row: a step is true when it saw a fault."""

    def register(make: Callable[[], list[Step]]) -> None:
        HAMMERS[name] = make

    return register


def run(name: str) -> dict[str, int]:
    """How many steps the row's threads took, and what went wrong in how many."""
    counts: collections.Counter[str] = collections.Counter()
    lock = threading.Lock()
    steps = HAMMERS[name]()
    end = time.monotonic() + SECONDS
    start = threading.Barrier(len(steps))

    def work(step: Step) -> None:
        mine: collections.Counter[str] = collections.Counter()
        start.wait()
        while True:
            for _ in range(20):
                try:
                    seen = step()
                except Exception as error:  # any exception is what the row counts
                    mine[type(error).__name__] += 1
                else:
                    if seen is not None:
                        mine["looks"] += 1
                        mine["faults"] += seen
            if time.monotonic() >= end:
                break
        with lock:
            counts.update(mine)

    threads = [threading.Thread(target=work, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return dict(counts)


def in_turn(*steps: Callable[[], object]) -> Step:
    """A thread that does these steps over and over, and sees nothing."""
    order: Iterator[Callable[[], object]] = itertools.cycle(steps)

    def step() -> None:
        next(order)()

    return step


def mixed(values: object) -> bool:
    """Whether values of two operations stand side by side."""
    return len(set(values)) > 1  # type: ignore[call-overload]


def assign_slice(items: list[int]) -> Step:
    """Give the list all zeros, then all ones, by its whole slice."""

    def low() -> None:
        items[:] = LOW

    def high() -> None:
        items[:] = HIGH

    return in_turn(low, high)


@hammer("`items[:] = other`, seen by `items[:]`")
def _() -> list[Step]:
    items = list(LOW)
    return [assign_slice(items), lambda: mixed(items[:])]


@hammer("`items[:] = other`, seen by `tuple(items)`")
def _() -> list[Step]:
    items = list(LOW)
    return [assign_slice(items), lambda: mixed(tuple(items))]


@hammer("`items[:] = other`, seen by `sorted(items)`")
def _() -> list[Step]:
    items = list(LOW)
    return [assign_slice(items), lambda: mixed(sorted(items))]


@hammer("`del items[i:j]`, seen by `items[:]`")
def _() -> list[Step]:
    items = list(range(40))

    def cut() -> None:
        del items[10:20]

    def put() -> None:
        items[10:10] = range(10, 20)

    def look() -> bool:
        return items[:] not in (whole, short)

    whole, short = items[:], items[:10] + items[20:]
    return [in_turn(cut, put), look]


@hammer("`items.clear()`, seen by `items.copy()`")
def _() -> list[Step]:
    items = list(HIGH)
    return [
        in_turn(items.clear, lambda: items.extend(HIGH)),
        lambda: items.copy() not in ([], HIGH),
    ]


@hammer("`items.reverse()`, seen by `items.copy()`")
def _() -> list[Step]:
    items = list(range(40))
    ways = (list(range(40)), list(range(39, -1, -1)))
    return [in_turn(items.reverse), lambda: items.copy() not in ways]


class Slow:
    """An item whose `__lt__` is Python code."""

    def __init__(self, value: int) -> None:
        """Keep the value."""
        self.value = value

    def __lt__(self, other: "Slow") -> bool:
        """Whether it comes first."""
        return self.value < other.value


@hammer("`items.sort()` without a key, `__lt__` in Python, seen by `len(items)`")
def _() -> list[Step]:
    items = [Slow(i * 7 % 50) for i in range(50)]
    return [in_turn(items.sort, items.reverse), lambda: len(items) == 0]


def assign_dict(values: dict[str, int]) -> Step:
    """Give every key 0, then every key 1, by one `|=`."""
    low, high = dict.fromkeys(KEYS, 0), dict.fromkeys(KEYS, 1)

    def merge_low() -> None:
        values.__ior__(low)

    def merge_high() -> None:
        values.__ior__(high)

    return in_turn(merge_low, merge_high)


@hammer("`d |= other`, seen by `d.copy()`")
def _() -> list[Step]:
    d = dict.fromkeys(KEYS, 0)
    return [assign_dict(d), lambda: mixed(d.copy().values())]


@hammer("`d |= other`, seen by `list(d.items())`")
def _() -> list[Step]:
    d = dict.fromkeys(KEYS, 0)
    return [assign_dict(d), lambda: mixed(value for _, value in list(d.items()))]


@hammer("`d.clear()`, seen by `d.copy()`")
def _() -> list[Step]:
    full = dict.fromkeys(KEYS, 0)
    d = full.copy()
    return [
        in_turn(d.clear, lambda: d.update(full)),
        lambda: d.copy() not in ({}, full),
    ]


def come_and_go(d: dict[str, int]) -> Step:
    """Add a key and take it away."""
    return in_turn(lambda: d.__setitem__("new", 1), lambda: d.pop("new"))


@hammer("`list(d.keys())`, `list(d.items())` while keys come and go")
def _() -> list[Step]:
    d = dict.fromkeys(KEYS, 0)

    def look() -> bool:
        return list(d.keys())[:20] != KEYS or len(list(d.items())) not in (20, 21)

    return [come_and_go(d), look]


@hammer("`d.keys() & other`, `d.keys() | other` while keys come and go")
def _() -> list[Step]:
    d = dict.fromkeys(KEYS, 0)
    other = set(KEYS)
    return [
        come_and_go(d),
        lambda: d.keys() & other != other or len(d.keys() | other) not in (20, 21),
    ]


@hammer("`d.popitem()` by two threads")
def _() -> list[Step]:
    d: dict[int, int] = {}
    fresh = itertools.count()
    taken: set[int] = set()
    lock = threading.Lock()

    def step() -> bool:
        with lock:
            d[next(fresh)] = 0
        key, _ = d.popitem()
        with lock:
            twice = key in taken
            taken.add(key)
        return twice

    return [step, step]


@hammer("`s |= other`, seen by `s.copy()`")
def _() -> list[Step]:
    few, more = set(range(20)), set(range(100, 120))
    s = few.copy()
    return [
        in_turn(lambda: s.update(more), lambda: s.difference_update(more)),
        lambda: len(s.copy()) not in (20, 40),
    ]


@hammer("`s |= other`, seen by `len(s)`")
def _() -> list[Step]:
    few, more = set(range(20)), set(range(100, 120))
    s = few.copy()
    return [
        in_turn(lambda: s.update(more), lambda: s.difference_update(more)),
        lambda: len(s) not in (20, 40),
    ]


@hammer("`s |= other`, seen by `s | t`, `s & t`, `s - t`")
def _() -> list[Step]:
    few, more = set(range(20)), set(range(100, 120))
    s = few.copy()
    none: set[int] = set()
    return [
        in_turn(lambda: s.update(more), lambda: s.difference_update(more)),
        lambda: (
            len(s | none) not in (20, 40)
            or len(s & more) not in (0, 20)
            or len(s - none) not in (20, 40)
        ),
    ]


@hammer("`s.clear()`, seen by `s.copy()`")
def _() -> list[Step]:
    full = set(range(20))
    s = full.copy()
    return [
        in_turn(s.clear, lambda: s.update(full)),
        lambda: s.copy() not in (set(), full),
    ]


@hammer("`deque.append()` and `popleft()`, seen by `d.copy()`")
def _() -> list[Step]:
    d = collections.deque(range(50))
    return [
        in_turn(lambda: d.append(1), d.popleft),
        lambda: len(d.copy()) not in (50, 51),
    ]


@hammer("`deque.append()` and `popleft()`, seen by `list(d)`")
def _() -> list[Step]:
    d = collections.deque(range(50))
    return [
        in_turn(lambda: d.append(1), d.popleft),
        lambda: len(list(d)) not in (50, 51),
    ]


@hammer("`deque.rotate()`, seen by `d.copy()`")
def _() -> list[Step]:
    d = collections.deque(range(50))
    return [
        in_turn(lambda: d.rotate(1)),
        lambda: sum(d.copy()) != sum(range(50)),
    ]


class Thing:
    """Something that can be weakly referred to."""


@hammer("`list(weak.items())` of a `WeakValueDictionary` while values come and go")
def _() -> list[Step]:
    kept = [Thing() for _ in range(20)]
    weak: weakref.WeakValueDictionary[int, Thing] = weakref.WeakValueDictionary(
        enumerate(kept)
    )

    def come_and_go_away() -> None:
        weak[99] = Thing()

    def look() -> bool:
        return len(list(weak.items())) not in (len(kept), len(kept) + 1)

    return [in_turn(come_and_go_away), look]


@hammer("`weak.setdefault(key, …)` of a `WeakValueDictionary` by two threads")
def _() -> list[Step]:
    weak: weakref.WeakValueDictionary[int, Thing] = weakref.WeakValueDictionary()
    rounds = threading.Barrier(2)
    got: list[Thing | None] = [None, None]

    def asker(place: int) -> Step:
        turn = itertools.count()

        def step() -> bool | None:
            key = next(turn)
            try:
                rounds.wait(1)
                got[place] = weak.setdefault(key, Thing())
                rounds.wait(1)
            except threading.BrokenBarrierError:
                return None
            return got[0] is not got[1]

        return step

    return [asker(0), asker(1)]


@hammer("`list(weak)` of a `WeakSet` while members come and go")
def _() -> list[Step]:
    kept = [Thing() for _ in range(20)]
    weak = weakref.WeakSet(kept)

    def come_and_go_away() -> None:
        weak.add(Thing())

    def look() -> bool:
        return len(list(weak)) not in (len(kept), len(kept) + 1)

    return [in_turn(come_and_go_away), look]


@hammer("`os.environ.copy()` while a variable comes and goes")
def _() -> list[Step]:
    def put() -> None:
        os.environ["HAMMER"] = "1"

    return [
        in_turn(put, lambda: os.environ.pop("HAMMER")),
        lambda: not os.environ.copy(),
    ]


@hammer("`os.environ[name] = value` of two names by two threads")
def _() -> list[Step]:
    def setter(name: str) -> Step:
        values = itertools.count()

        def step() -> bool:
            value = str(next(values))
            os.environ[name] = value
            return os.environ[name] != value

        return step

    return [setter("HAMMER_A"), setter("HAMMER_B")]


@hammer("`catch_warnings(record=True)` in two threads")
def _() -> list[Step]:
    def step() -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            warnings.warn("mine", stacklevel=1)
        return len(caught) != 1

    return [step, step]


def takers(source: Iterator[object]) -> list[Step]:
    """Two threads that take from one iterator, and notice what comes twice."""
    taken: set[object] = set()
    lock = threading.Lock()

    def step() -> bool | None:
        try:
            item = next(source)
        except StopIteration:
            return None
        with lock:
            twice = item in taken
            taken.add(item)
        return twice

    return [step, step]


@hammer("`next()` of one `iter(list)` by two threads")
def _() -> list[Step]:
    return takers(iter(list(range(2_000_000))))


@hammer("`next()` of one `iter(range)` by two threads")
def _() -> list[Step]:
    return takers(iter(range(2_000_000)))


@hammer("`next()` of one `enumerate` by two threads")
def _() -> list[Step]:
    return takers(enumerate(itertools.repeat(0)))


@hammer("`next()` of one `zip` by two threads")
def _() -> list[Step]:
    return takers(zip(itertools.count(), itertools.count(), strict=False))


@hammer("`next()` of one `map` by two threads")
def _() -> list[Step]:
    return takers(map(abs, itertools.count()))


@hammer("`next()` of one `itertools.count` by two threads")
def _() -> list[Step]:
    return takers(itertools.count())


@hammer("`next()` of one `itertools.chain` by two threads")
def _() -> list[Step]:
    return takers(itertools.chain(list(range(1_000_000)), range(1_000_000, 2_000_000)))


if __name__ == "__main__":
    sys.setswitchinterval(1e-6)
    if len(sys.argv) == 1:
        print(json.dumps(list(HAMMERS)))
    else:
        print(json.dumps(run(sys.argv[1])))
