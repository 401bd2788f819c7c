"""What a thread that can't go on waits for."""

from __future__ import annotations

from types import FrameType
from typing import Any

from scheduler.engine.task import Task
from scheduler.engine.turns import Turns
from scheduler.model.facts import Wait, Waiter
from scheduler.model.place import HERE, line_at

__all__ = ["attributes", "name_of", "stack", "wait"]


def stack(run: Turns, task: Task) -> list[FrameType]:
    """The frames of a parked thread, innermost first."""
    return run.backend.frames(task)


def wait(run: Turns, task: Task) -> Waiter:
    """Where `task` waits, for what, and who holds it."""
    frames = stack(run, task)
    line = 0
    call = ""
    around = None
    for frame in frames:
        if run.program(frame.f_code.co_filename):
            line = line_at(frame)
            break
        name = frame.f_code.co_qualname
        if not frame.f_code.co_filename.startswith(HERE):
            call = name
            around = frame.f_locals.get("self")
    return Waiter(task.tid, line, _for(run, task, frames, call, around))


def _for(
    run: Turns, task: Task, frames: list[FrameType], call: str, around: Any
) -> Wait:
    """What `task` waits for, in its `call` of the library, a method of `around`."""
    pending = task.pending
    kind = pending.kind if pending is not None else ""
    what: Any = pending.prim if pending is not None else None
    if kind == "shutdown":
        others = (t.tid for t in run.tasks if not (t.done or t.daemon or t is task))
        return Wait("exit", threads=tuple(others))
    if kind == "join":
        return Wait("end", call or "join", threads=(what.task.tid,))
    if kind == "spin":
        return Wait("change")
    if kind == "get":
        return Wait("item", call or "get")
    if kind != "acquire":
        return Wait("turn")
    holder = what.holder
    if call and not call.endswith(("acquire", "__enter__")):
        if call.startswith(("Condition.wait", "Event.wait")) or holder is task:
            return Wait("wake-up", call)
    if any(frame.f_code.co_qualname == "Condition.wait" for frame in frames):
        holder = None
    kind = "RLock" if type(what).__name__ == "RLock" else "Lock"
    named = name_of(run, frames, what)
    told = ""
    if not named and around is not None and call != "Thread.run":
        # The lock inside a Condition, a Semaphore or a Queue: the reader
        # knows only the latter.
        kind = type(around).__name__
        named = name_of(run, frames, around)
    elif "." in call:
        told = call
    if holder is None:
        return Wait("primitive", told, kind, named)
    own = holder is task
    return Wait("primitive", told, kind, named, holder.tid, holder.done, own)


def attributes(value: Any) -> dict[str, Any] | None:
    """The attributes of an object of Python; asking runs none of its own code."""
    try:
        inner = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return None
    return inner if type(inner) is dict else None


def name_of(run: Turns, frames: list[FrameType], value: Any) -> str:
    """How the program's own code calls `value`, as far as can be told."""
    for frame in frames:
        if not run.program(frame.f_code.co_filename):
            continue
        for scope in (frame.f_locals, frame.f_globals):
            for name, other in list(scope.items()):
                if other is value:
                    return str(name)
        for name, other in list(frame.f_locals.items()):
            inner = attributes(other)
            if inner is not None:
                for attribute, found in list(inner.items()):
                    if found is value:
                        return f"{name}.{attribute}"
    return ""
