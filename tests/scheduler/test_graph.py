"""The state graph: every walk through it is a real run."""

import pytest
from conftest import TEXTBOOK

from scheduler import explore
from scheduler.graph import check, graph

NAMES = (
    "counter_broken",
    "counter",
    "two_locks_broken",
    "condition_two",
    "sleep_broken",
)


@pytest.mark.parametrize("name", NAMES)
def test_random_walks_are_real_runs(name):
    path = TEXTBOOK / f"{name}.py"
    found = graph(path, granularity="line")
    assert found["complete"]
    check(path, found, walks=25)


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_has_the_outcomes_of_the_exploration(name):
    path = TEXTBOOK / f"{name}.py"
    found = graph(path, granularity="line")
    ends = {state["end"] for state in found["states"]} - {None}
    outcomes = {(o["kind"], o["output"]) for o in found["outcomes"]}
    assert ends == set(range(len(found["outcomes"])))
    assert outcomes == {
        (o.kind, o.output) for o in explore(path, granularity="line").outcomes
    }


def test_a_graph_that_lies_is_caught():
    path = TEXTBOOK / "sleep_broken.py"
    found = graph(path, granularity="line")
    found["outcomes"].reverse()
    with pytest.raises(ValueError, match="the walk"):
        check(path, found, walks=25)
