"""The layers of a run, each without those above it."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.engine.record import Record
from scheduler.engine.records import Settings
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.engine.turns import Turns
from scheduler.model.strategy import Event
from tests.scheduler.below.toy import Scripted, Still, no_world


class Told(Still):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def finished(self, event: Event) -> None:
        """An event is over."""
        self.events.append(event)


def threads(run: Record) -> tuple[Task, Task]:
    """Two threads that go on, neither after the other."""
    run.world = no_world()
    one = run.new_task(None)
    run.begin(one)
    two = run.new_task(one)
    run.begin(two)
    # What the first did before it started the other came before all of it.
    run.complete(one)
    run.begin(one)
    for task in (one, two):
        task.started = True
    run.solo = False
    return one, two


def test_a_record_sees_two_threads_meet() -> None:
    """It needs no stack, and nobody who decides."""
    strategy = Told()
    run = Record(Settings("opcode"), strategy)
    one, two = threads(run)
    one.site, two.site = 1, 2
    run.access(one, ("x",), True)
    run.access(two, ("y",), True)
    assert not run.restart
    run.access(two, ("x",), False)
    assert run.restart
    assert run.racy == {0, 1, 2}
    # Now that it is known, it is a race of these two events.
    run.restart = False
    run.access(one, ("y",), False)
    assert one.event.races == [two.event]
    run.complete(one)
    assert run.events == strategy.events
    assert run.events[1:] == [one.event]
    assert one.event.footprint == {("x",): 2, ("y",): 1}


def test_a_record_is_told_by_what_is_above_how_a_run_ends() -> None:
    run = Record(Settings("opcode"), Still())
    one, _ = threads(run)
    run.settings.system = True
    run.world.outside = lambda name, args: f"calls {name}"
    with pytest.raises(NotImplementedError):
        run.guard(one, "fork", [])


@pytest.mark.parametrize("wanted", [1, 2])
def test_turns_go_to_whom_the_strategy_picks(wanted: int) -> None:
    backend: Any = None
    run = Turns(Settings("opcode"), Scripted([wanted]), backend)
    one, _ = threads(run)
    run.complete(one)
    following = run.following(one)
    assert following is not None
    assert following.tid == wanted
    assert run.trace == [wanted]


def test_turns_leave_it_to_what_is_above_how_a_run_ends() -> None:
    backend: Any = None
    run = Turns(Settings("opcode"), Scripted([]), backend)
    one, two = threads(run)
    one.done = two.done = True
    run.complete(one)
    with pytest.raises(NotImplementedError):
        run.following(one)


def test_each_layer_owns_its_attributes() -> None:
    """Those that it sets up are named in no layer above it."""
    backend: Any = None
    settings, strategy = Settings("opcode"), Still()
    below: set[str] = set()
    layers = [
        Record(settings, strategy),
        Turns(settings, strategy, backend),
        Run(settings, strategy, backend),
    ]
    for layer in layers:
        own = set(vars(layer)) - below
        assert own
        set_up = set(type(layer).__init__.__code__.co_names)
        assert own <= set_up
        assert not below & set_up - {"settings", "strategy", "granularity"}
        below |= own
