"""Every program explored again: the captured set of outcomes is its set."""

import sys

import pytest

import scheduler
from tools import graphs, outcomes
from tools.programs import Program, programs

EXPLORED = [p for p in programs().values() if not outcomes.unexplorable(p)]
MOST = 12
#: What these do between two firings of a timeout could show after a fourth.
NOT_SETTLED = frozenset(
    (
        "daemon_threads/stop.py",
        "event/stop_flag.py",
        "run_every_n_seconds/background.py",
    )
)


def known(program: Program) -> outcomes.Outcomes:
    """The captured set."""
    found = outcomes.load(program)
    assert found, f"{program.where}: never explored: run `make update`"
    return found


@pytest.mark.parametrize("program", EXPLORED, ids=lambda p: p.name)
def test_captured_set_is_the_set(program: Program) -> None:
    captured = known(program)
    assert captured.sha256 == program.sha256, "run `make update`"
    assert captured.complete is (program.name not in NOT_SETTLED)
    assert len(captured.distinct) <= MOST, "says too much"
    again = outcomes.explore(program)
    here = outcomes.holding(program, captured, sys.version_info[:3])
    assert again.complete is captured.complete
    assert again.interleavings == here.interleavings
    assert again.keys == here.keys, (
        "if CPython has changed, name the version in `changed` in programs.toml"
    )
    assert {e.key for e in again.endings if e.gil} == {
        e.key for e in here.endings if e.gil
    }


@pytest.mark.parametrize(
    "program",
    [p for p in EXPLORED if not graphs.path(p).exists()],
    ids=lambda p: p.name,
)
def test_program_without_a_graph_ends_so_in_any_run(program: Program) -> None:
    """Where there is a choice, the graph has a schedule for each outcome."""
    (ending,) = known(program).endings
    replayed = scheduler.replay(program.path, [])
    assert replayed.kind == ending.kind
    assert replayed.output == ending.output
    assert replayed.status == ending.status
    assert tuple((e.thread, e.type, e.message) for e in replayed.errors) == (
        ending.errors
    )


@pytest.mark.parametrize(
    "program", [p for p in EXPLORED if p.changed], ids=lambda p: p.name
)
def test_declared_change_is_one(program: Program) -> None:
    before = known(program)
    assert before.later, f"{program.where}: never explored since its change"
    assert before.later.complete
    assert before.later.keys != before.keys


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
