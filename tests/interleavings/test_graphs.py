"""Every graph that a page plays on, held against the program's real runs."""

import sys

import pytest

import scheduler.graph
from tests.interleavings.test_outcomes import EXPLORED, known
from tools import graphs, outcomes
from tools.programs import Program, programs

PLAYED = [p for p in EXPLORED if graphs.path(p).exists()]


def ending(outcome: dict) -> tuple:
    """An outcome as a reader tells it from others."""
    errors = outcome["errors"]
    messages = sorted(outcomes.last_line(e["type"], e["message"]) for e in errors)
    return outcome["kind"], outcome["output"], outcome["status"], tuple(messages)


@pytest.mark.parametrize("program", PLAYED, ids=lambda p: p.name)
def test_graph_is_of_real_runs(program: Program) -> None:
    graph = graphs.load(program)
    assert graph
    if program.is_later(sys.version_info[:3]):
        pytest.skip(f"the graph is of CPython before {' and '.join(program.changed)}")
    source = graphs.source(program)
    scheduler.graph.check(program.path, graph, walks=6, source=source)


@pytest.mark.parametrize("program", PLAYED, ids=lambda p: p.name)
def test_graph_has_the_outcomes_of_the_set(program: Program) -> None:
    graph = graphs.load(program)
    assert graph
    endings = known(program).endings
    assert {ending(o) for o in graph["outcomes"]} == {
        (e.kind, e.output, e.status, e.messages) for e in endings
    }
    assert {ending(o) for o in graph["outcomes"] if o["gil"]} == {
        (e.kind, e.output, e.status, e.messages) for e in endings if e.gil
    }
    twin = outcomes.load(programs()[program.twin or program.name])
    if twin is None:  # the mended one can't be explored, and nothing compares
        return
    good = {(e.kind, e.output, e.status, e.messages) for e in twin.endings}
    for outcome in graph["outcomes"]:
        is_bad = outcome["kind"] != "finished" or ending(outcome) not in good
        assert outcome["bad"] == is_bad


def test_only_programs_without_a_choice_have_none() -> None:
    for program in EXPLORED:
        if program not in PLAYED:
            with scheduler.graph.Graphs(program.path) as found:
                graph = found.build(states=2_000)
            ways = {(one, tid) for one, tid, *_ in graph["edges"]}
            assert len({one for one, _ in ways}) == len(ways), program.name
