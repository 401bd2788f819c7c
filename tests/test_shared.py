"""What Python and the player must agree on: `tests/shared/` holds both to it.

`npm test` reads the same files.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.describe.lanes import lanes
from scheduler.describe.trace import Row
from scheduler.model.facts import Fact, Wait, Waiter
from scheduler.model.schedule import read as decode
from scheduler.model.schedule import written
from tests.test_schemas import hold, read
from tools import swimlanes

SHARED = Path(__file__).parent / "shared"
WORDS = json.loads((SHARED / "words.json").read_text("utf-8"))
SCHEDULES = json.loads((SHARED / "schedules.json").read_text("utf-8"))


@pytest.mark.parametrize(("said", "found"), WORDS["facts"])
def test_a_fact_in_words(said: str, found: dict[str, Any]) -> None:
    hold("common.json#/definitions/fact", found, said)
    assert Fact(**found).said == said
    assert Fact(**found).as_json() == found


@pytest.mark.parametrize(("said", "found"), WORDS["waits"])
def test_a_wait_in_words(said: str, found: dict[str, Any]) -> None:
    hold("common.json#/definitions/wait", found, said)
    assert Wait.of_json(found).reason == said
    assert Wait.of_json(found).as_json() == found


def test_the_examples_show_each_kind() -> None:
    shared = read(SHARED.parents[1] / "schemas" / "common.json")["definitions"]
    for table, name in (("facts", "fact"), ("waits", "wait")):
        kinds = shared[name]["properties"]["what"]["enum"]
        assert {found["what"] for _, found in WORDS[table]} == set(kinds)


def test_a_value_that_reads_as_two_facts_is_one() -> None:
    value = repr("a; writes b = 1; T3 waits at line 9")
    row = Row(1, 3, "x", [Fact("writes", "a", value=value)])
    (line,) = (line for line in lanes([row], {1: "MainThread"}) if "writes" in line)
    assert line.endswith(f"writes a = {value}")
    drawn = swimlanes.Row(1, 3, row.did, (0, 1), then={"does": "runs"})
    assert drawn.said == [f"writes a = {value}"]


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


@pytest.mark.parametrize(("text", "found"), SCHEDULES["written"])
def test_a_schedule_is_written(text: str, found: list[int]) -> None:
    assert written(found) == text
    assert decode(text) == found


@pytest.mark.parametrize(("text", "found"), SCHEDULES["read"])
def test_a_schedule_is_read(text: str, found: list[int]) -> None:
    assert decode(text) == found
    assert decode(written(found)) == found


@pytest.mark.parametrize("text", SCHEDULES["refused"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no schedule"):
        decode(text)
