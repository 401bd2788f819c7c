"""Every program explored again: the captured set of outcomes is its set."""

import pytest

import scheduler
from tools import outcomes
from tools.programs import Program, programs

EXPLORED = [p for p in programs().values() if not outcomes.unexplorable(p)]
MOST = 12


def known(program: Program) -> outcomes.Outcomes:
    """The captured set."""
    found = outcomes.load(program)
    assert found, f"{program.where}: never explored: run `make update`"
    return found


@pytest.mark.parametrize("program", EXPLORED, ids=lambda p: p.name)
def test_captured_set_is_the_set(program: Program) -> None:
    captured = known(program)
    assert captured.sha256 == program.sha256, "run `make update`"
    assert captured.complete, "a set that is not complete stands in no list yet"
    assert len(captured.distinct) <= MOST, "says too much"
    again = outcomes.explore(program)
    assert again.complete
    assert again.keys == captured.keys
    assert {e.key for e in again.endings if e.gil} == {
        e.key for e in captured.endings if e.gil
    }


@pytest.mark.parametrize("program", EXPLORED, ids=lambda p: p.name)
def test_each_schedule_replays_to_its_outcome(program: Program) -> None:
    for ending in known(program).endings:
        granularity = "opcode"
        replayed = scheduler.replay(
            program.path, ending.schedule, granularity=granularity
        )
        assert replayed.kind == ending.kind
        assert replayed.output == ending.output
        assert replayed.status == ending.status
        assert tuple((e.thread, e.type, e.message) for e in replayed.errors) == (
            ending.errors
        )


@pytest.mark.parametrize("program", EXPLORED, ids=lambda p: p.name)
def test_declared_failure_is_the_one_explored(program: Program) -> None:
    endings = known(program).distinct
    if program.fails:
        (ending,) = endings
        failed = ending.messages or ending.status
        assert failed, "declared to fail, but no exploration does"
        assert ending.status == program.status
    assert outcomes.undeclared(program, known(program)) is None
    out = program.captured(".out")
    if out.exists():
        assert [e.output for e in endings] == [out.read_text("utf-8")]
