"""What a reader sees of a state: threads, variables, primitives."""

from __future__ import annotations

from types import CodeType, FrameType
from typing import Any

from scheduler.bytecode import monitor
from scheduler.bytecode.effects import Site
from scheduler.describe.trace import name_of_code, shown
from scheduler.engine import waits
from scheduler.engine.run import Run
from scheduler.engine.task import Quiet, Task
from scheduler.model.identity import held_by
from scheduler.model.place import line_at
from scheduler.world import primitives

__all__ = ["snapshot"]

_WIDTH = 60


def _held(lock: Any) -> tuple[str, int]:
    holder = lock.holder
    if holder is None:
        return ("held" if getattr(lock, "held", False) else "free"), 0
    return f"held by T{holder.tid}", holder.tid


def _primitive(value: Any) -> list[Any] | None:
    """[kind, state in words, holder or 0] of a primitive of threads, or None."""
    if isinstance(value, (primitives.Lock, primitives.RLock)):
        return [value.WHAT, *_held(value)]
    kind = type(value)
    module, name = kind.__module__, kind.__name__
    inner = waits.attributes(value) or {}
    if module == "threading":
        if name == "Condition":
            state, holder = _held(inner["_lock"])
            waiters = len(inner["_waiters"])
            return [name, f"{state}, {waiters} waiting" if waiters else state, holder]
        if name in ("Semaphore", "BoundedSemaphore"):
            return [name, f"{inner['_value']} free", 0]
        if name == "Event":
            return [name, "set" if inner["_flag"] else "clear", 0]
        if name == "Barrier":
            broken = ", broken" if inner["_state"] == -2 else ""
            return [name, f"{inner['_count']} of {inner['_parties']} wait{broken}", 0]
    if module == "queue" and "queue" in inner:
        items = shown(list(inner["queue"])) or f"{len(inner['queue'])} items"
        return [name, items, 0]
    if module == "_queue" and name == "SimpleQueue":
        items = shown([item for item, _ in value.items]) or f"{len(value.items)} items"
        return [name, items, 0]
    return None


def _scope(scope: Any, prefix: str = "") -> tuple[dict[str, str], dict[str, Any]]:
    """Values and primitives of a namespace, objects of the program's one deep."""
    values: dict[str, str] = {}
    locks: dict[str, Any] = {}
    for name, value in list(scope.items()):
        if not isinstance(name, str) or name.startswith("__"):
            continue
        if issubclass(type(value), primitives.local):
            for tid, mine in sorted(primitives.locals_of(value).items()):
                more, _ = _scope(mine, f"{prefix}{name}.")
                values |= {f"{label} of T{tid}": text for label, text in more.items()}
            continue
        text = shown(value)
        if text is not None:
            values[prefix + name] = (
                text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
            )
            continue
        primitive = _primitive(value)
        if primitive is not None:
            locks[prefix + name] = primitive
        elif not prefix and type(value).__module__ == "__main__":
            inner = waits.attributes(value)
            if inner is not None:
                more, held = _scope(
                    {n: v for n, v in inner.items() if not n.startswith("_")}
                    if "_target" in inner
                    else inner,
                    f"{name}.",
                )
                values.update(more)
                locks.update(held)
    return values, locks


def snapshot(run: Run, scope: dict[str, Any]) -> dict[str, Any]:
    """What a reader sees of the present state; `scope` are the program's globals."""
    with Quiet(monitor.current()):
        return _snapshot(run, scope)


def _snapshot(run: Run, scope: dict[str, Any]) -> dict[str, Any]:
    views: list[dict[str, Any]] = []
    shared, locks = _scope(scope)
    for task in run.tasks:
        if task.done or not task.started:
            views.append({"does": "ended"})
            continue
        view: dict[str, Any] = {"does": "runs"}
        stack = waits.stack(run, task)
        own = [f for f in stack if run.program(f.f_code.co_filename)]
        if own:
            frame = own[0]
            view["line"] = line_at(frame)
            if frame.f_code.co_name != "<module>":
                view["in"] = frame.f_code.co_name
                mine, held = _scope(frame.f_locals)
                if mine:
                    view["locals"] = mine
                if held and not set(held) <= set(locks):
                    view["holds"] = held
            columns = _columns(task, frame)
            if columns:
                view["at"] = columns
            elif task.frame is not None and task.frame is not frame:
                callee = stack[stack.index(frame) - 1]
                view["within"] = name_of_code(callee.f_code)
        else:
            code, around = _entry(task)
            if code is not None and run.program(code.co_filename):
                view["line"], view["in"] = code.co_firstlineno, code.co_name
                if around:
                    view["within"] = around
        pending = task.pending
        if pending is not None and pending.kind == "sleep":
            view["does"] = "sleeps"
        elif not run.enabled(task) or (
            pending is not None and pending.ready is not None and not pending.ready()
        ):
            view["does"] = "waits"
            view["wait"] = _wait(run, task)
        views.append(view)
    for view in views:
        held = view.pop("holds", {})
        inner = {name: value for name, value in held.items() if name not in locks}
        if inner:
            view["locks"] = inner
    return {"views": views, "shared": shared, "locks": locks, "output": run.output}


def _entry(task: Task) -> tuple[CodeType | None, str]:
    """The code that a thread which has just begun is going to run.

    And what of the standard library is called in its place, if it is decorated.
    """
    thread = task.thread
    function = getattr(thread, "_target", None) or getattr(thread, "run", None)
    function = getattr(function, "__func__", function)
    # What is called may be an instance: then it is what its class says.
    called = held_by(type(function), "__call__")
    code = getattr(function, "__code__", getattr(called, "__code__", None))
    inner = getattr(getattr(function, "__wrapped__", None), "__code__", None)
    if isinstance(inner, CodeType) and isinstance(code, CodeType):
        return inner, name_of_code(code)
    return (code, "") if isinstance(code, CodeType) else (None, "")


def _columns(task: Task, frame: FrameType) -> list[int] | None:
    """The columns of what the thread is about to do, where it stands in a line."""
    if task.frame is not frame:
        return None
    site: Site | None = monitor.site(frame.f_code, frame.f_lasti)
    if site is None or site.line != frame.f_lineno or site.line != site.end_line:
        return None
    return [site.column, site.end_column]


def _wait(run: Run, task: Task) -> dict[str, Any]:
    """What `task` waits for."""
    waiter = waits.wait(run, task)
    wait = waiter.wait
    # Where no line of the program waits, nobody asks for what the library calls.
    if not waiter.line and wait.call in ("Thread._bootstrap", "_shutdown"):
        wait = wait.but(call="")
    timeout = task.pending is not None and task.pending.seconds is not None
    return wait.but(timeout=timeout).as_json()
