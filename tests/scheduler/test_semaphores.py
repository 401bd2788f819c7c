"""Semaphores: an order of what is taken and given back that nobody can tell is not run."""

from __future__ import annotations

import random

import pytest

from scheduler import explore, replay
from scheduler.engine.record import Record
from scheduler.search.reduction import Source

PROGRAM = """\
import threading

s = threading.{made}
seen = []


def one():
    {one}


def two():
    {two}


threads = [threading.Thread(target=one), threading.Thread(target=two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*seen, s._value)
"""


def program(made: str, one: list[str], two: list[str]) -> bytes:
    bodies = ("\n    ".join(lines) for lines in (one, two))
    return PROGRAM.format(
        made=made, **dict(zip(("one", "two"), bodies, strict=True))
    ).encode()


def entering(made: str, threads: int, times: int = 1) -> int:
    """How many interleavings it takes to explore `threads` that enter and leave."""
    text = (
        f"import threading\ns = threading.{made}\n"
        f"def work():\n    for _ in range({times}):\n        with s: pass\n"
        f"threads = [threading.Thread(target=work) for _ in range({threads})]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print(s._value)\n"
    )
    found = explore("entering.py", source=text.encode())
    assert found.complete, found.reason
    assert len(found.outcomes) == 1
    return found.interleavings


@pytest.mark.parametrize("made", ["Semaphore", "BoundedSemaphore"])
def test_where_there_is_enough_for_all_one_order_is_run(made: str) -> None:
    assert entering(f"{made}(3)", 3) == 1
    assert entering(f"{made}(2)", 2, times=3) == 1


def test_where_there_is_not_each_that_differs() -> None:
    """Three that enter, two at a time: one of the three is the last to come.

    It waits: either of the others leaves first, and it is woken by that. It comes later:
    after either of them has left, or after both. Five each.
    """
    assert entering("Semaphore(2)", 3) == 3 * (2 + 2 + 1)


#: What two threads do with one semaphore.
DOES = """\
s.acquire()
s.acquire()
s.release()
s.release()
s.release(2)
with s: seen.append({n})
with s: pass
seen.append(s.acquire(blocking=False))
seen.append(s.acquire(timeout=1))
seen.append({n})
""".splitlines()
#: The same, and more than a semaphore is for.
LOOKS = """\
seen.append(s._value)
s._value += 1
s._value = {n}
with s._cond: seen.append(s._value)
with s._cond: s._value += 1
seen.append(s._cond._lock.locked())
s._cond.acquire(False) and (seen.append({n}), s._cond.release())
s._cond._waiters.clear()
g = threading.Lock(); g.acquire(); s._cond._waiters.append(g); seen.append(g.locked())
s._cond = threading.Condition(threading.Lock())
s._cond.notify = lambda n=1: seen.append(-{n})
seen.append(vars(s)['_value'])
s._initial_value = {n}
seen.append(repr(s)[-2])
threading.Condition.notify = lambda self, n=1: seen.append({n}); seen.append(0)
threading.Semaphore.release = lambda self, n=1: seen.append({n})
""".splitlines()
MADE = ["Semaphore(0)", "Semaphore(1)", "Semaphore(2)", "BoundedSemaphore(2)"]


def same(text: bytes) -> None:
    """With one preemption both searches find the same, and without a bound no less."""
    every = explore("s.py", source=text, reduction="none", preemptions=1)
    found = explore("s.py", source=text)
    if every.complete:  # nothing came between what the library does
        assert found.complete, found.reason
        assert explore("s.py", source=text, preemptions=1).keys == every.keys
    assert every.keys <= found.keys


@pytest.mark.parametrize("seed", range(30))
def test_no_order_that_shows_is_missed(seed: int) -> None:
    chooser = random.Random(seed)
    one, two = (
        [chooser.choice(DOES).format(n=number) for number in numbers]
        for numbers in ((1, 2), (3,))
    )
    same(program(chooser.choice(MADE), one, two))


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("does", ["s.acquire()", "s.release()"])
def test_whoever_looks_at_it_sees_every_order(looks: str, does: str) -> None:
    same(program("BoundedSemaphore(2)", ["s.acquire()", does], [looks.format(n=3)]))


THREE = """\
import threading

s = threading.{made}
seen = []


def work(name, *does):
    for what in does:
        what(name)


def take(name):
    s.acquire()
    seen.append(name)


def soon(name):
    seen.append((name, s.acquire(timeout=1)))


def enter(name):
    with s:
        seen.append(name)


def give(name):
    s.release()


def two(name):
    s.release(2)


threads = [threading.Thread(target=work, args=args) for args in ({args})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*seen, s._value)
"""


@pytest.mark.parametrize("seed", range(10))
def test_three_threads_as_if_each_had_its_place(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooser = random.Random(seed)
    does = ("take", "soon", "enter", "give", "two")
    args = "".join(
        f'("{name}", {", ".join(chooser.choices(does, k=often))}), '
        for name, often in (("a", 2), ("b", 1), ("c", 1))
    )
    text = THREE.format(made=chooser.choice(MADE), args=args).encode()
    found = explore("s.py", source=text, strategy=Source)
    for outcome in found.outcomes:
        again = replay("s.py", outcome.schedule, source=text)
        assert again.key == outcome.key
        assert again.schedule == outcome.schedule
    monkeypatch.setattr(Record, "tallies", lambda *args: False)
    each = explore("s.py", source=text, strategy=Source)
    assert each.complete, each.reason
    assert found.complete, found.reason
    assert found.keys == each.keys
    assert found.interleavings <= each.interleavings


def test_it_takes_as_long_as_where_its_order_matters() -> None:
    one = ["s.acquire(); s.release()", "import time", "seen.append(time.monotonic())"]
    text = program("Semaphore(3)", one, ["with s: pass"])
    found = explore("s.py", source=text)
    assert found.interleavings == 1
    (outcome,) = found.outcomes
    assert replay("s.py", outcome.schedule, source=text).key == outcome.key


@pytest.mark.parametrize("made", ["Lock()", "Semaphore(2)"])
def test_a_thread_may_be_left_while_it_holds_the_lock(made: str) -> None:
    """Others come no further, and it goes on: of preemptions that is one."""
    one = ["with s: seen.append(1)", "seen.append(2)"]
    two = ["seen.append(3)", "with s: pass", "seen.append(4)"]
    text = program(made, one, two).replace(b", s._value", b"")
    every = explore("s.py", source=text, reduction="none", preemptions=1)
    assert every.complete, every.reason
    assert explore("s.py", source=text, preemptions=1).keys == every.keys
