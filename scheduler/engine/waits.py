"""What a thread that can't go on waits for, in words."""

from __future__ import annotations

from types import FrameType
from typing import TYPE_CHECKING, Any

from scheduler.model.place import HERE

if TYPE_CHECKING:
    from scheduler.engine.run import Run, Task

__all__ = ["attributes", "name_of", "stack", "wait", "waits"]


def stack(run: Run, task: Task) -> list[FrameType]:
    """The frames of a parked thread, innermost first."""
    return run.backend.frames(task)


def wait(run: Run, task: Task) -> str:
    """One sentence: where `task` waits, for what, and who holds it."""
    frames = stack(run, task)
    line = 0
    call = ""
    around = None
    for frame in frames:
        if run.program(frame.f_code.co_filename):
            line = frame.f_lineno
            break
        name = frame.f_code.co_qualname
        if not frame.f_code.co_filename.startswith(HERE):
            call = name
            around = frame.f_locals.get("self")
    pending = task.pending
    where = f"T{task.tid} waits" + (f" at line {line}" if line else "")
    if pending is None:
        return where
    kind = pending.kind
    what = pending.prim
    if kind == "shutdown":
        others = [
            f"T{t.tid}"
            for t in run.tasks
            if not t.done and not t.daemon and t is not task
        ]
        return f"T{task.tid} waits at its end for {_and(others)}"
    if kind == "join":
        call = call or "join"
        return f"{where}, {call}, for T{what.task.tid} to end"
    if kind == "spin":
        return f"T{task.tid} only repeats itself" + (f" at line {line}" if line else "")
    if kind == "get":
        return f"{where}, {call or 'get'}, for an item"
    if kind == "acquire":
        if call and not call.endswith(("acquire", "__enter__")):
            if (
                call.startswith("Condition.wait")
                or call.startswith("Event.wait")
                or what.holder is task
            ):
                return f"{where}, {call}, to be woken"
        holder = what.holder
        held = f", held by T{holder.tid}" if holder is not None else ""
        if any(frame.f_code.co_qualname == "Condition.wait" for frame in frames):
            held = ""
        elif holder is task:
            held = ", held by itself"
        if holder is not None and holder.done:
            held += " (which has ended)"
        kind_of_lock = "RLock" if type(what).__name__ == "RLock" else "Lock"
        named = name_of(run, frames, what)
        if not named and around is not None and call != "Thread.run":
            # The lock inside a Condition, a Semaphore or a Queue: the reader
            # knows only the latter.
            kind_of_lock = type(around).__name__
            named = name_of(run, frames, around)
        elif call and "." in call:
            where += f", {call}"
        return f"{where}, for {kind_of_lock}{' ' + named if named else ''}{held}"
    return f"{where} ({kind})"


def attributes(value: Any) -> dict[str, Any] | None:
    """The attributes of an object of Python; asking runs none of its own code."""
    try:
        inner = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return None
    return inner if type(inner) is dict else None


def name_of(run: Run, frames: list[FrameType], value: Any) -> str:
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


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def waits(run: Run, tasks: list[Task]) -> str:
    """One sentence: which thread waits where for what, held by whom."""
    return "; ".join(wait(run, task) for task in tasks)
