"""Which threads only poll: how often a timeout fires then shows to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from scheduler.bytecode import effects
from scheduler.engine.records import Pending
from scheduler.world import primitives, world
from tests.scheduler.below.test_simulated import small_world
from tests.scheduler.below.toy import FILE, Desk

#: By instruction that uses something up or changes it, a body that has it.
ACTS = {
    "STORE_GLOBAL": "global g\ng = 1",
    "STORE_ATTR": "x.n = 1",
    "STORE_SUBSCR": "x[0] = 1",
    "STORE_SLICE": "x[i:j] = y",
    "DELETE_ATTR": "del x.n",
    "DELETE_SUBSCR": "del x[0]",
    "CALL": "x()",
    "CALL_KW": "x(n=1)",
    "CALL_FUNCTION_EX": "x(*y)",
    "BINARY_OP": "x + y",
    "FOR_ITER": "for _ in x: pass",
    "CONTAINS_OP": "1 in x",
    "YIELD_VALUE": "yield x",
    "UNPACK_SEQUENCE": "a, b = x",
    "UNPACK_EX": "a, *b = x",
    "LIST_EXTEND": "[*x, *y]",
    "SET_UPDATE": "{*x, *y}",
}


def sites(body: str) -> list[effects.Site]:
    """Those of a function with the body `body`."""
    lines = body.replace("\n", "\n    ")
    space: dict[str, Any] = {}
    exec(compile(f"def f(x, y, i, j):\n    {lines}", FILE, "exec"), space)
    return list(effects.table(space["f"].__code__).values())


@pytest.mark.parametrize("name", ACTS)
def test_what_changes_or_uses_something_up_acts(name: str) -> None:
    found = [site.acts for site in sites(ACTS[name]) if site.opname == name]
    assert found
    assert all(found)


@pytest.mark.parametrize("body", ["while x: pass", "x == y", "x.n", "not x", "x is y"])
def test_what_only_looks_does_not_act(body: str) -> None:
    assert not any(site.acts for site in sites(body))


# ------------------------------------------------------- from firing to firing


@contextmanager
def counting() -> Iterator[Desk]:
    """A desk that sees each instruction of the program."""
    with Desk() as desk:
        desk.run.counts = True
        yield desk


def fires(desk: Desk, acts: int) -> bool:
    """A timeout fires after the thread has acted so often: does it more than poll?"""
    task = desk.run.tasks[1]
    task.own += acts
    desk.run.fires(task, "key")
    return "key" in task.busy


def test_who_only_waits_again_polls() -> None:
    with counting() as desk:
        assert not fires(desk, 7)
        # The call that waits is one.
        assert not fires(desk, 1)
        assert not fires(desk, 1)
        assert desk.run.tasks[1].fired == {"key": 3}


def test_who_does_something_else_meanwhile_does_not() -> None:
    with counting() as desk:
        assert not fires(desk, 1)
        assert fires(desk, 2)


def test_where_not_each_instruction_is_seen_nobody_does() -> None:
    with counting() as desk:
        desk.run.counts = False
        assert not fires(desk, 0)
        assert fires(desk, 0)


def busy(desk: Desk, text: str) -> bool:
    """Whether a program does more than poll that calls `fire` at each firing."""
    task = desk.run.tasks[1]
    space = {"fire": lambda: desk.run.fires(task, "key")}
    exec(compile(text, FILE, "exec"), space)
    assert task.fired["key"] == 2
    return "key" in task.busy


def test_the_same_function_with_the_same_variables_polls() -> None:
    with counting() as desk:
        assert not busy(desk, "def poll(n):\n    fire()\n    fire()\npoll([])")


@pytest.mark.parametrize(
    "text",
    [
        "def poll(n):\n    fire()\n    n += 1\n    fire()\npoll(1)",
        "def poll(n):\n    fire()\n    n = []\n    fire()\npoll([])",
        "def one():\n    fire()\n    two()\ndef two(): fire()\none()",
    ],
    ids=["another number", "another list", "another function"],
)
def test_other_variables_or_functions_do_more(text: str) -> None:
    with counting() as desk:
        assert busy(desk, text)


# ------------------------------------------------------------ who could tell


def held(desk: Desk, made: str, acts: int = 1) -> primitives.Lock:
    """A lock made at `made`, whose timeout has fired too often."""
    task = desk.run.tasks[1]
    with desk.thread(1):
        lock = primitives.Lock()
    lock.made = (FILE, made, 0)
    waits = Pending("acquire", lock, lambda: False, 1.0)
    waits.key = "key"
    for _ in range(desk.settings.fires):
        fires(desk, acts)
    assert not desk.run.possible(task, waits)
    return lock


def test_a_poll_held_back_shows_to_nobody() -> None:
    with counting() as desk:
        held(desk, "f")
        assert not desk.run.cut_short()


def test_one_that_does_more_does() -> None:
    with counting() as desk:
        held(desk, "f", acts=2)
        assert desk.run.cut_short()


def test_it_shows_in_the_time() -> None:
    with counting() as desk:
        held(desk, "f")
        desk.run.timed = True
        assert desk.run.cut_short()


def test_the_time_alone_cuts_nothing_short() -> None:
    with counting() as desk:
        desk.run.timed = True
        desk.settings.tried.add((FILE, "f", 0))
        assert not desk.run.cut_short()


@pytest.mark.parametrize(("tried", "shows"), [("f", False), ("g", True)])
def test_it_shows_to_who_tries_another_lock(tried: str, shows: bool) -> None:
    with counting() as desk:
        held(desk, "f")
        desk.settings.tried.add((FILE, tried, 0))
        assert desk.run.cut_short() is shows


@pytest.mark.parametrize(
    ("file", "asks"),
    [
        (FILE, True),
        ("/lib/logging/__init__.py", True),
        ("/lib/threading.py", False),
        ("/lib/queue.py", False),
        ("/lib/concurrent/futures/_base.py", False),
    ],
)
def test_who_asks_for_the_time_to_wait_until_it_shows_nothing(
    file: str, asks: bool
) -> None:
    time = world._make_time(small_world())
    space: dict[str, Callable[[], float]] = {}
    exec(compile("def ask(): return clock()", file, "exec"), space)
    space["clock"] = time.monotonic
    with Desk() as desk, desk.thread(2):
        space["ask"]()
        assert desk.run.timed is asks
