"""What happened in one run, line by line, as a reader would tell it."""

from __future__ import annotations

import collections
import linecache
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType
from typing import Any

from scheduler.bytecode import monitor
from scheduler.bytecode.effects import Site
from scheduler.engine import waits
from scheduler.engine.records import Observer
from scheduler.engine.run import Run
from scheduler.engine.task import Quiet, Task
from scheduler.model.facts import Fact
from scheduler.model.identity import identity
from scheduler.model.outcome import Outcome
from scheduler.model.place import HERE, line_at
from scheduler.search.explore import replay
from scheduler.world import primitives
from scheduler.world.process import FOLDERS

__all__ = ["Row", "trace"]

_PLAIN = (int, float, str, bool, type(None), complex, bytes)
_UNORDERED = (set, frozenset)
#: Characters, items and bits beyond which a value is not looked at.
_LONG = 500
_CONTAINERS = (list, dict, set, collections.deque)
_CONDITION = "Condition.__enter__"
#: In place of what was written where nobody asks for it.
_UNTOLD = Fact("")
_TEMPORARY = (tempfile.gettempdir() + os.sep, FOLDERS)
_OPERATIONS = {
    "A": "acquires",
    "T+": "acquires",
    "T-": "finds held",
    "R": "releases",
    "R!": "cannot release",
    "J": "joins",
    "start": "starts",
    "P": "puts",
    "G": "gets",
    "G+": "gets",
    "G-": "finds empty",
}


@dataclass
class Row:
    """One thread on one line: its number, the line of `file`, what it did there.

    `first` and `last` are positions in the schedule, from 0.
    """

    thread: int
    line: int
    source: str
    did: list[Fact] = field(default_factory=list)
    first: int = 0
    last: int = 0
    file: str = ""


def _quiet(method: Any) -> Any:
    """What the recorder itself executes is no part of the program."""

    def quiet(self: Any, run: Run, task: Task, *arguments: Any) -> None:
        with Quiet(task):
            method(self, run, task, *arguments)

    return quiet


class Recorder(Observer):
    """Told of each step of a run; see `scheduler.run`."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.rows: list[Row] = []
        self.names: dict[int, str] = {1: "MainThread"}
        #: What is written in this step: the place of its fact in the row, and how to
        #: look at it after the step.
        self._open: list[tuple[Row, int, Callable[[], Any]]] = []
        #: By `id`, what is held: the thread that holds it, and its name.
        self._held: dict[int, tuple[int, str]] = {}
        self._run: Run | None = None

    def holds(self) -> dict[int, list[str]]:
        """What each thread holds now."""
        found: dict[int, list[str]] = {}
        for thread, name in self._held.values():
            found.setdefault(thread, []).append(name)
        return found

    def waits(self) -> list[int]:
        """The threads that can't go on, where that is how the run ended."""
        return [w.thread for w in self._run.waits] if self._run is not None else []

    def _frame(self, run: Run) -> tuple[FrameType | None, str]:
        """The program's innermost frame, and what it called."""
        frame: FrameType | None = sys._getframe(3)
        call = ""
        while frame is not None and not run.program(frame.f_code.co_filename):
            if not frame.f_code.co_filename.startswith(HERE):
                call = name_of_code(frame.f_code)
            frame = frame.f_back
        return frame, call

    def _row(self, run: Run, task: Task, frame: FrameType | None) -> Row | None:
        if frame is None:
            return None
        last = self.rows[-1] if self.rows else None
        if last is not None and (last.thread, last.file) != (
            task.tid,
            frame.f_code.co_filename,
        ):
            last = None
        if last is None or frame.f_lineno not in (last.line, None):
            line = line_at(frame)
            source = linecache.getline(frame.f_code.co_filename, line).strip()
            at = len(run.trace) - 1
            last = Row(task.tid, line, source, [], at, at, frame.f_code.co_filename)
            self.rows.append(last)
        last.last = max(last.last, len(run.trace) - 1)
        return last

    @_quiet
    def step(
        self, run: Run, task: Task, site: Site | None, frame: FrameType | None
    ) -> None:
        self.settle()
        self._run = run
        if task.tid not in self.names:
            self.names[task.tid] = task.name
        found, _ = self._frame(run)
        self._row(run, task, found)

    @_quiet
    def touched(
        self, run: Run, task: Task, value: Any, label: Any, write: bool
    ) -> None:
        frame, call = self._frame(run)
        if call:
            self._within(run, task, frame, call, value, label, write)
            return
        if frame is None or not isinstance(label, str) or label.startswith("__"):
            return
        where: Any
        row = self._row(run, task, frame)
        if row is None:
            return
        if run.is_namespace(value):
            missing = object()
            found: Any = value.get(label, missing)
            if found is missing and not write:
                return
            where, name = value, label
        elif type(value).__name__ == "cell":
            where, name = value, label
            try:
                found = value.cell_contents
            except ValueError:
                found = None
        else:
            # To ask a thread-local object would make it new for this thread.
            if issubclass(type(value), primitives.local):
                where = primitives.locals_of(value).get(task.tid)
            else:
                where = waits.attributes(value)
            if type(where) is not dict:
                return
            if label not in where and not write:
                return
            found = where.get(label)
            name = f"{type(value).__name__}.{label}"
        if write:
            self._writes(row, name, lambda: _now(where, label))
        elif not callable(found) and type(found).__name__ not in (
            "module",
            "lock",
            "RLock",
        ):
            self._say(row, _valued(Fact("reads", name), found))

    def _within(
        self,
        run: Run,
        task: Task,
        frame: FrameType | None,
        call: str,
        value: Any,
        label: Any,
        write: bool,
    ) -> None:
        """What a stop inside of what the program called is about.

        The library does much that no reader asks for: all else goes unsaid.
        """
        inner: FrameType | None = sys._getframe(3)
        while inner is not None and inner.f_code.co_filename.startswith(HERE):
            inner = inner.f_back
        site = monitor.site(inner.f_code, inner.f_lasti) if inner is not None else None
        stops = run.reader and site is not None and site.number == task.site
        if inner is None or not stops or task.site not in run.racy:
            return
        row = self._row(run, task, frame)
        if row is None:
            # A thread that was given a function of the library's to run.
            row = Row(task.tid, 0, "")
            self.rows.append(row)
            call = name_of_code(inner.f_code)
        attributes = waits.attributes(value)
        if isinstance(label, str):
            name = f"{type(value).__name__}.{label}"
            if type(attributes) is not dict or label.startswith("__"):
                return
            where = attributes

            def look() -> Any:
                return where.get(label)

        elif isinstance(value, _CONTAINERS):
            name = _name_of(run, frame, inner, value)

            def look() -> Any:
                return value

        else:
            if type(attributes) is dict:
                name = _name_of(run, frame, inner, value)
                self._say(row, Fact("reads", f"{name}.__dict__", where=call))
            return
        if write:
            self._writes(row, name, look, call)
        else:
            fact = _valued(Fact("reads", name), look())
            if fact in row.did:
                row.did[row.did.index(fact)] = fact.but(where=call)
            else:
                self._say(row, fact.but(where=call))

    def _writes(
        self, row: Row, name: str, look: Callable[[], Any], where: str = ""
    ) -> None:
        """What is written is there only after the step: it is said then."""
        self._open.append((row, len(row.did), look))
        row.did.append(Fact("writes", name, where=where))

    @_quiet
    def operated(self, run: Run, task: Task, prim: Any, kind: str) -> None:
        what = _OPERATIONS.get(kind)
        frame, call = self._frame(run)
        if kind[0] in "ATR" and isinstance(prim, primitives.Lock | primitives.RLock):
            self._hold(run, prim, frame, call)
        if what is None or frame is None:
            return
        row = self._row(run, task, frame)
        if row is None:
            return
        if kind in ("J", "start"):
            self._say(row, Fact(what, thread=prim.task.tid))
            return
        if call and call not in ("SimpleQueue.put", "SimpleQueue.get"):
            if call.split(".")[0] not in ("Thread", "_shutdown"):
                self._say(row, Fact("calls", where=call))
            return
        name = waits.name_of(run, [frame], prim)
        self._say(row, Fact(what, name, prim.WHAT))

    def _hold(self, run: Run, prim: Any, frame: FrameType | None, call: str) -> None:
        """Who holds `prim` has changed: a lock of the program's, or a condition's."""
        self._held.pop(identity(prim), None)
        if prim.holder is None or frame is None or call not in ("", _CONDITION):
            return
        what: Any = prim
        kind = prim.WHAT
        if call:
            inner: FrameType | None = sys._getframe(4)
            while inner is not None and name_of_code(inner.f_code) != call:
                inner = inner.f_back
            what = inner.f_locals.get("self") if inner is not None else prim
            kind = type(what).__name__
        name = waits.name_of(run, [frame], what)
        self._held[identity(prim)] = prim.holder.tid, f"{kind} {name}".strip()

    @_quiet
    def wrote(self, run: Run, task: Task, text: str) -> None:
        frame, _ = self._frame(run)
        row = self._row(run, task, frame)
        if row is not None:
            self._say(row, Fact("prints", value=repr(text)))

    def _say(self, row: Row, fact: Fact) -> None:
        if not row.did or row.did[-1] != fact:
            row.did.append(fact)

    def told(self) -> tuple[Fact, ...]:
        """What was done since this was asked last; then it is forgotten."""
        self.settle()
        facts = [fact for row in self.rows for fact in row.did]
        self.rows.clear()
        return tuple(dict.fromkeys(facts))

    def settle(self) -> None:
        """What was written is there now: say so."""
        for row, at, look in self._open:
            found = look()
            if callable(found) or type(found).__name__ == "module":
                row.did[at] = _UNTOLD
            else:
                row.did[at] = _valued(row.did[at], found)
        if self._open:
            for row, *_ in self._open:
                row.did = [fact for fact in row.did if fact is not _UNTOLD]
            self._open.clear()


def name_of_code(code: CodeType) -> str:
    """What a reader knows code of the standard library by."""
    return code.co_qualname.partition(".<locals>")[0]


def _now(where: Any, label: Any) -> Any:
    """The present value of an attribute, a global or a variable in a cell."""
    if type(where) is dict:
        return where.get(label, "")
    try:
        return where.cell_contents
    except ValueError:
        return ""


def _name_of(run: Run, frame: FrameType | None, inner: FrameType, value: Any) -> str:
    """What the program calls `value`, or else the library that it called."""
    if frame is not None:
        name = waits.name_of(run, [frame], value)
        if name:
            return name
        for scope in (frame.f_locals, frame.f_globals):
            for owner, other in list(scope.items()):
                if waits.attributes(other) is value:
                    return f"{owner}.__dict__"
    for label, other in list(inner.f_locals.items()):
        if other is value and label != "self":
            return label
    return f"a {type(value).__name__}"


def shown(value: Any, depth: int = 0) -> str | None:
    """`value` as a reader knows it; nothing of the program's own is called."""
    kind = type(value)
    if kind in _PLAIN:
        # Another name in every run.
        if kind is str and value.startswith(_TEMPORARY):
            return "(a temporary path)"
        if kind is int and value.bit_length() > _LONG:
            return f"an int of {value.bit_length():,} bits"
        # Of what is long, the beginning is shown at most.
        return repr(value[:_LONG] if kind in (str, bytes) else value)
    if depth > 3:
        return None
    items: Any
    if kind in (list, tuple, set, frozenset, collections.deque):
        try:
            some = list(value) if kind in _UNORDERED else list(islice(value, _LONG))
            parts = [shown(item, depth + 1) for item in some]
        except RuntimeError:
            return None
        if any(part is None for part in parts):
            return None
        inner = ", ".join(str(part) for part in parts)
        if kind is list:
            return f"[{inner}]"
        if kind is tuple:
            return f"({inner}{',' if len(parts) == 1 else ''})"
        if kind in _UNORDERED:
            parts.sort(key=str)
            return "{" + ", ".join(map(str, parts)) + "}" if parts else "set()"
        return f"deque([{inner}])"
    if kind in (dict, collections.defaultdict, collections.Counter):
        items = [
            (shown(k, depth + 1), shown(v, depth + 1))
            for k, v in list(islice(value.items(), _LONG))
        ]
        if any(k is None or v is None for k, v in items):
            return None
        return "{" + ", ".join(f"{k}: {v}" for k, v in items) + "}"
    return None


def _valued(fact: Fact, value: Any) -> Fact:
    """`fact` with what is known of `value`: how it is written, or its type's name."""
    text = shown(value)
    if text is None:
        return fact.but(kind=type(value).__name__)
    return fact.but(value=text if len(text) <= 40 else text[:37] + "...")


def trace(
    path: str | os.PathLike[str],
    schedule: Sequence[int],
    granularity: str = "opcode",
) -> tuple[Outcome, list[Row], dict[int, str]]:
    """Replay `schedule`: the outcome, what happened, the threads' names."""
    recorder = Recorder()
    outcome = replay(path, schedule, granularity=granularity, observer=recorder)
    recorder.settle()
    rows = recorder.rows[:]
    return outcome, rows, recorder.names
