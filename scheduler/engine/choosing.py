"""Who goes on at a place of decision: how a run asks its strategy.

What the strategy may not know is done here: what was decided before is done again, a
thread that can't go on is noticed, and what it picks is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from scheduler.model.strategy import Event, Place, Strategy, usual

__all__ = ["chosen", "picked", "waiting"]


class _Run(Protocol):
    """What is asked of a run, and told to it."""

    strategy: Any
    restart: bool
    redundant: bool
    forced: bool

    @property
    def tasks(self) -> list[Any]: ...
    @property
    def events(self) -> list[Event]: ...
    @property
    def trace(self) -> list[int]: ...
    def choices(self) -> list[Any]: ...
    def last_resort(self) -> list[Any]: ...
    def enabled(self, task: Any, /) -> bool: ...
    def barrier(self, chosen: Any, /) -> None: ...
    def stuck(self) -> None: ...
    def fail(self, error: BaseException, /) -> None: ...


def chosen(run: _Run, task: Any) -> Any:
    """The thread that goes on after a step of `task`; `None` ends the run."""
    strategy: Strategy = run.strategy
    if run.restart and not strategy.always:
        among = run.choices() or _blocked(run)
        return usual(task, among) if among else None
    nodes = strategy.nodes
    depth = len(run.events) - 1
    if depth >= len(nodes):
        return picked(run, task)
    node = nodes[depth]
    if strategy.guesses and not node.stuck:
        # There is no such thread yet where it raced with what its starter did in the
        # step that starts it.
        exists = node.tid <= len(run.tasks)
        if not exists or not run.enabled(run.tasks[node.tid - 1]):
            strategy.impossible(node)
            run.redundant = True
            return None
    following = run.tasks[node.tid - 1]
    if node.stuck:
        run.barrier(following)
    return following


def picked(run: _Run, task: Any) -> Any:
    """As `chosen`, where no run before has chosen."""
    among = run.choices()
    tired = not among
    if tired:
        among = _blocked(run)
        if not among:
            return None
    place = Place()
    place.running = task
    place.step = len(run.trace)
    place.forced = run.forced
    place.tired = tired
    strategy: Strategy = run.strategy
    try:
        following = strategy.pick(among, place)
    except Exception as error:
        # Raised further, it would be an exception of the program.
        run.fail(error)
        return None
    if following is None:
        run.redundant = True
        # What goes on from here was explored, but for those that wait: had they been
        # first, something might disturb what is left out.
        strategy.ended(waiting(run.tasks, len(run.events)))
        return None
    if following not in among:
        who = " and ".join(f"T{other.tid}" for other in among)
        name = type(strategy).__name__
        run.fail(ValueError(f"{name} picked {following!r}, not one of {who}"))
        return None
    if tired:
        run.barrier(following)
    return following


def _blocked(run: _Run) -> list[Any]:
    """Nobody can go on: threads whose tired timeout fires, or the end."""
    tired = run.last_resort()
    if not tired:
        run.stuck()
    return tired


def waiting(tasks: Sequence[Any], index: int) -> list[Event]:
    """What those of the threads that wait were about to do, as the event `index`.

    It might have come first, before whatever took what they wait for.
    """
    found = []
    for task in tasks:
        pending = task.pending
        if task.done or not task.started or pending is None or pending.prim is None:
            continue
        kind = {"acquire": "A", "get": "G"}.get(pending.kind)
        if kind is None:
            continue
        event = Event(task.tid, task.idx + 1, index)
        event.clock = list(task.clock)
        event.clock[task.tid] = event.idx
        for old, old_kind in reversed(pending.prim.history):
            if pending.prim.relation(old_kind, kind) == 2:
                if old.tid != task.tid and task.clock[old.tid] < old.idx:
                    event.races.append(old)
                    found.append(event)
                break
    return found
