"""What a step did and what a thread waits for, in words, for text and for the page."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.describe.lanes import lanes
from scheduler.describe.trace import Row
from scheduler.graph import words
from scheduler.model.facts import Fact, Wait, Waiter
from tests.test_schemas import ROOT, hold, read

#: A row for each kind of fact, and more.
FACTS = [
    ("reads counter = 0", Fact("reads", name="counter", value="0")),
    ("writes a = '; writes b = 1'", Fact("writes", name="a", value="'; writes b = 1'")),
    ("reads shared = Connection", Fact("reads", name="shared", kind="Connection")),
    (
        "writes stock = {'pears': 1} in Counter.update",
        Fact("writes", name="stock", value="{'pears': 1}", where="Counter.update"),
    ),
    (
        "reads a Random.__dict__ in Random.gauss",
        Fact("reads", name="a Random.__dict__", where="Random.gauss"),
    ),
    ("prints 'in Queue.get\\n'", Fact("prints", value="'in Queue.get\\n'")),
    ("in Queue.get", Fact("calls", where="Queue.get")),
    ("starts T2", Fact("starts", thread=2)),
    ("joins T12", Fact("joins", thread=12)),
    ("acquires Lock account.lock", Fact("acquires", kind="Lock", name="account.lock")),
    ("acquires Lock", Fact("acquires", kind="Lock")),
    ("releases RLock guard", Fact("releases", kind="RLock", name="guard")),
    (
        "cannot release Lock lock: it is not held",
        Fact("cannot release", kind="Lock", name="lock"),
    ),
    ("finds Lock lock held", Fact("finds held", kind="Lock", name="lock")),
    ("puts into SimpleQueue jobs", Fact("puts", kind="SimpleQueue", name="jobs")),
    ("gets from SimpleQueue", Fact("gets", kind="SimpleQueue")),
    (
        "finds SimpleQueue jobs empty",
        Fact("finds empty", kind="SimpleQueue", name="jobs"),
    ),
]
WAITS = [
    (
        "for Lock lock, held by T3",
        Wait("primitive", kind="Lock", name="lock", holder=3),
    ),
    (
        "for Lock lock, held by itself",
        Wait("primitive", kind="Lock", name="lock", holder=2, own=True),
    ),
    (
        "for Lock lock, held by T2 (which has ended)",
        Wait("primitive", kind="Lock", name="lock", holder=2, ended=True),
    ),
    (
        "for BoundedSemaphore, or for its timeout",
        Wait("primitive", kind="BoundedSemaphore", timeout=True),
    ),
    (
        "Condition.__enter__, for RLock ready._lock, held by T2",
        Wait(
            "primitive",
            call="Condition.__enter__",
            kind="RLock",
            name="ready._lock",
            holder=2,
        ),
    ),
    ("Event.wait, to be woken", Wait("wake-up", call="Event.wait")),
    ("to be woken, or for its timeout", Wait("wake-up", timeout=True)),
    ("get, for an item", Wait("item", call="get")),
    ("Thread.join, for T2 to end", Wait("end", call="Thread.join", threads=(2,))),
    ("for T2, T3 and T4", Wait("exit", threads=(2, 3, 4))),
    ("for another thread: alone it repeats itself", Wait("change")),
    ("", Wait("turn")),
    ("for its timeout", Wait("turn", timeout=True)),
]


@pytest.mark.parametrize(("said", "fact"), FACTS)
def test_a_fact_in_words(said: str, fact: Fact) -> None:
    assert fact.said == said
    (told,) = words.did([fact])
    hold("graph.json#/definitions/fact", told, said)
    assert told["said"] == said


@pytest.mark.parametrize(("said", "wait"), WAITS)
def test_a_wait_in_words(said: str, wait: Wait) -> None:
    assert wait.reason == said
    found = wait.as_json()
    hold("common.json#/definitions/wait", found, said)
    assert Wait.of_json(found) == wait
    view = words.view({"does": "waits", "wait": found}, [])
    hold("graph.json#/definitions/view", view, said)
    assert view["wait"].get("said", "") == (f"in {said}" if wait.call else said)


def test_the_examples_show_each_kind() -> None:
    kinds = read(ROOT / "schemas" / "graph.json")["definitions"]["fact"]["properties"]
    assert {fact.what for _, fact in FACTS} == set(kinds["what"]["enum"])
    shared = read(ROOT / "schemas" / "common.json")["definitions"]["wait"]["properties"]
    assert {wait.what for _, wait in WAITS} == set(shared["what"]["enum"])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([Fact("reads", "t", kind="Thread"), Fact("joins", thread=2)], ["joins T2"]),
        ([Fact("writes", "t", kind="Timer")], []),
        (
            [
                Fact("reads", "c", kind="Condition"),
                Fact("calls", where="Condition.__enter__"),
            ],
            ["enters the Condition"],
        ),
        ([Fact("calls", where="Lock.__exit__")], ["leaves the Lock"]),
        ([Fact("reads", "jobs", kind="LifoQueue")], []),
        ([Fact("reads", "q", kind="Queue", where="get")], ["reads q = Queue in get"]),
        ([Fact("writes", "jobs", kind="Queue")], ["writes jobs = Queue"]),
        ([Fact("reads", "shared", kind="Connection")], ["reads shared = Connection"]),
        ([Fact("reads", "kind", value="'Lock'")], ["reads kind = 'Lock'"]),
    ],
)  # fmt: skip
def test_what_is_only_fetched_is_left_out(facts: list[Fact], said: list[str]) -> None:
    assert [fact["said"] for fact in words.did(facts)] == said


@pytest.mark.parametrize(
    ("source", "line", "name", "expected"),
    [
        (["def f():", "    pass"], 1, "f", 2),
        (["def f():", "    global n", "", "    # why", "    n = 1"], 1, "f", 5),
        (["def f(", "    a,", "):", "    pass"], 1, "f", 4),
        (["@once", "async def f():", '    """Doc."""', "    pass"], 1, "f", 4),
        (["def f(): pass"], 1, "f", 1),
        (["def f():", "    def g():", "        pass"], 2, "f", 2),
        (["@once"], 1, "f", 1),
        (["def f():"], 1, "f", 1),
    ],
)
def test_a_thread_that_has_yet_to_begin_stands_at_its_functions_first_line(
    source: list[str], line: int, name: str, expected: int
) -> None:
    view: dict[str, Any] = {"does": "runs", "line": line, "in": name}
    assert words.view(view, source)["line"] == expected
    # At the top level, within a line or in the library it stands where it says.
    for more in ({"at": [0, 1]}, {"within": "lru_cache"}):
        assert words.view(view | more, source)["line"] == line
    del view["in"]
    assert words.view(view, source)["line"] == line


def test_a_value_that_reads_as_two_facts_is_one() -> None:
    value = repr("a; writes b = 1; T3 waits at line 9")
    row = Row(1, 3, "x", [Fact("writes", "a", value=value)])
    (line,) = (line for line in lanes([row], {1: "MainThread"}) if "writes" in line)
    assert line.endswith(f"writes a = {value}")
    assert [fact["said"] for fact in words.did(row.did)] == [f"writes a = {value}"]


def test_a_waiter_in_words() -> None:
    held = Wait("primitive", kind="Lock", name="b", holder=3)
    assert Waiter(2, 10, held).sentence == "T2 waits at line 10, for Lock b, held by T3"
    assert Waiter(2, 0, Wait("turn")).sentence == "T2 waits"
    spins = Waiter(1, 14, Wait("change"))
    assert spins.sentence == "T1 only repeats itself at line 14"
    leaves = Waiter(1, 0, Wait("exit", threads=(2, 3)))
    assert leaves.sentence == "T1 waits at its end for T2 and T3"
    for waiter in (Waiter(2, 10, held), leaves):
        assert Waiter.of_json(waiter.as_json()) == waiter
