"""The state graph of a program, for a player that runs no Python.

A *reader's step* is what one thread does from one of its stops to its next:
it stops before each line of the program, within a line before each access
that was seen to race, and wherever it has to wait.  What the standard library
does inside a line is part of the step that called it; where that would hide
an outcome, its operations are steps too (`folded` is false then).  Where there
are too many states, only schedules with few `preemptions` are in the graph.

`graph` explores every such step and merges the states that cannot be told
apart: two prefixes are the same state where the same steps happened with the
same happens-before relation, so nothing hidden (an iterator, a frame of the
standard library) can differ.  States of different history that look the same
to a reader are then merged where their futures are the same too.

Shape of the result, ready for JSON.  Whatever repeats stands once in a table
and is named by its index there::

    {"schema": 2, "file", "sha256", "python", "preemptions", "folded",
     "source": [line, …],
     "threads": ["MainThread", …],            thread 1 first
     "views": [{"line": 9, "at": [4, 11], "in": "add", "does": "runs",
                "why": "", "locals": {"x": "0"}}, …],
     "shared": [{"counter": "0"}, …],
     "locks": [{"lock": ["Lock", "held by T2", 2]}, …],
     "outputs": ["", "1\\n"],
     "texts": ["reads counter = 0", …],
     "states": [[shared, locks, output, [view or -1, …]], …],
     "edges": [[state, thread, state, text, flags], …],
     "stops": [["add", 8, "9:4-11 LOAD_GLOBAL"], …],
                                              racing operations: code, its line, what
                                              and where, and the file, if not the
                                              program's
     "start": state,
     "outcomes": [{"kind", "output", "status", "errors", "detail", "gil",
                   "state", "schedule"}, …]}

`does` is "runs", "waits", "sleeps" or "ended"; a thread that does not exist
yet has the view -1.  `at` are the columns of what the thread does next within
the line, where it stands inside one; `within` is there instead where it
stands in what the line has called.  A value of `locks` is the kind, the
state in words, and the number of the thread that holds it, or 0.  `start` is
the first state in which there is a choice.  An edge is one step of one
thread; a schedule is the list of the threads along a path from state 0 on.

`flags` of an edge say where a build with the GIL can hand over to another
thread: 1, before the step does anything that another thread can see; 2, after
everything that it can.  Between two steps of a thread others can run on such
a build only if the first has flag 2 or the second has flag 1.
"""

from __future__ import annotations

import collections
import gc
import hashlib
import heapq
import itertools
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, FrameType, TracebackType
from typing import Any

from scheduler import guard, monitor, primitives, report
from scheduler.backend import place
from scheduler.effects import Site
from scheduler.explore import _check, _nobody, _once, _outcome, read_program
from scheduler.outcome import Outcome
from scheduler.reduction import Explorer, Stateful, _Choice, blocked, usual
from scheduler.run import EXIT, Run, Settings, Task
from scheduler.trace import Recorder, name_of_code, shown
from scheduler.world import World

__all__ = ["GIL_FIRST", "GIL_LAST", "Followed", "Graphs", "TooLarge", "check", "graph"]

GIL_FIRST, GIL_LAST = 1, 2
LIMIT = 20_000
_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_WIDTH = 60
#: The place of a thread's end.
_END = ("", 0, "")
_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


class TooLarge(Exception):
    """The graph has more states, or needs more runs, than was allowed."""


def _caller(run: Run) -> FrameType | None:
    """The innermost frame outside of this package."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return frame


def _ready(task: Task) -> bool:
    """Whether a thread that can go on goes on without a sleep or a timeout."""
    pending = task.pending
    if pending is None:
        return True
    if pending.kind == "sleep" or pending.yields:
        return False
    return pending.ready is None or pending.ready()


class _Steps:
    """Which stops are a reader's, and which are inside of a step."""

    def __init__(self, folded: bool) -> None:
        self.folded = folded
        self.fresh: set[int] = set()
        self.known: set[int] = set()

    def inside(self, run: Run, task: Task) -> Task | None:
        """The thread that goes on because the stop of `task` is no reader's."""
        pending = task.pending
        if task.done:
            return None
        if task.tid not in self.known:
            self.known.add(task.tid)
            self.fresh.add(task.tid)
            # Before its first line a thread does nothing that can be seen.
            if task.tid != 1 and pending is None and task.frame is None:
                return task
        if pending is None:
            if task.frame is None:
                self.fresh.add(task.tid)
                return None
            first = task.tid in self.fresh
            self.fresh.discard(task.tid)
            return task if first else None
        first = task.tid in self.fresh
        self.fresh.discard(task.tid)
        if pending.kind == "spin" or not _ready(task):
            return None
        if first:
            return task
        if pending.kind == "write":
            return None
        frame = _caller(run)
        own = frame is not None and run.program(frame.f_code.co_filename)
        return task if self.folded and not own else None


class _Builder(Stateful):
    """Explores each state once and remembers how each was reached."""

    def __init__(
        self, world: World, folded: bool, states: int, bound: int | None
    ) -> None:
        super().__init__(bound)
        self.world = world
        self.folded = folded
        self.most = states
        #: By state and the thread that runs on: how many preemptions were left.
        self.explored: dict[tuple[int, int], int] = {}
        self.index: dict[Any, int] = {}
        self.states: list[dict[str, Any]] = []
        self.edges: dict[tuple[int, int], tuple[int, str, int]] = {}
        self.names: dict[int, str] = {}
        self.recorder = Recorder()

    def prepare(self, run: Run) -> None:
        super().prepare(run)
        self.at = -1
        self.last = 0
        self.stuck = False
        self.begun: set[int] = {1}
        self.steps = _Steps(self.folded)
        self.recorder.reset()
        run.observer = self.recorder

    def arrive(self, run: Run, key: Any) -> int:
        """The state of `key`, reached by the last step."""
        state = self.index.get(key)
        if state is None:
            if len(self.states) >= self.most:
                raise TooLarge(f"more than {self.most:,} states")
            state = self.index[key] = len(self.states)
            self.states.append(snapshot(run, self.world.main.__dict__))
        if self.last:
            step = (self.at, self.last)
            if step not in self.edges:
                task = run.tasks[self.last - 1]
                flags = GIL_FIRST * task.hands_first | GIL_LAST * task.hands_last
                self.edges[step] = (state, self.recorder.told(), flags)
        self.at = state
        return state

    def chosen(self, task: Task) -> Task:
        """`task` begins a reader's step."""
        self.last = task.tid
        self.recorder.told()
        task.hands_first = task.tid not in self.begun
        task.hands_last = task.seen = False
        self.begun.add(task.tid)
        return task

    def choose(self, run: Run, task: Task) -> Task | None:
        nodes = self.nodes
        depth = len(run.events) - 1
        among = run.choices()
        if run.restart:
            among = among or blocked(run)
            return usual(run, task, among) if among else None
        for other in run.tasks:
            self.names.setdefault(other.tid, other.name)
        inside = self.steps.inside(run, task)
        if inside is None:
            self.arrive(run, self.hash)
        if depth < len(nodes):
            self.used = nodes[depth].used
            chosen = run.tasks[nodes[depth].tid - 1]
            if not among:
                run.barrier(chosen)
        elif inside is not None:
            nodes.append(_Choice(inside.tid, [], self.used))
            return inside
        elif not among:
            among = blocked(run)
            if not among:
                self.stuck = True
                return None
            chosen = usual(run, task, among)
            run.barrier(chosen)
            others = [(other.tid, self.used) for other in among if other is not chosen]
            nodes.append(_Choice(chosen.tid, others, self.used))
        else:
            ways = self.ways(run, task, among)
            if ways is None:
                run.redundant = True
                return None
            chosen, others = ways
            nodes.append(_Choice(chosen.tid, others, self.used))
        return chosen if inside is not None else self.chosen(chosen)

    def ways(
        self, run: Run, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        """Who goes on now and who in later runs; None where that is known already."""
        free = task not in among or not _ready(task)
        left = 1_000_000 if self.bound is None else self.bound - self.used
        key = (self.at, 0 if free or self.bound is None else task.tid)
        if self.explored.get(key, -1) >= left:
            return None
        self.explored[key] = left
        chosen = usual(run, task, among)
        others = []
        for other in among:
            if other is not chosen:
                cost = self.used + (not free and other is not task)
                if self.bound is None or cost <= self.bound:
                    others.append((other.tid, cost))
        return chosen, others


class _Around(_Builder):
    """Follows a reader's schedule, and from its end takes each step that there is."""

    def __init__(self, world: World, folded: bool, schedule: list[int]) -> None:
        super().__init__(world, folded, len(schedule) + 1_000, None)
        self.schedule = schedule

    def prepare(self, run: Run) -> None:
        super().prepare(run)
        self.taken = 0

    def chosen(self, task: Task) -> Task:
        self.taken += 1
        return super().chosen(task)

    def ways(
        self, run: Run, task: Task, among: list[Task]
    ) -> tuple[Task, list[tuple[int, int]]] | None:
        if self.taken > len(self.schedule):
            return None
        if self.taken == len(self.schedule):
            chosen = usual(run, task, among)
            return chosen, [(o.tid, self.used) for o in among if o is not chosen]
        wanted = self.schedule[self.taken]
        for other in among:
            if other.tid == wanted:
                return other, []
        # Raised here, it would be an exception of the program.
        run.fail(ValueError(f"step {self.taken + 1}: thread {wanted} cannot run there"))
        return None


@dataclass
class Followed:
    """A real run: the steps taken, what was seen before each, how it ended."""

    schedule: list[int]
    seen: list[dict[str, Any]]
    outcome: Outcome


class _Walk(Explorer):
    """Follows a reader's schedule, and then goes on or walks at random."""

    def __init__(
        self,
        world: World,
        folded: bool,
        schedule: list[int],
        chooser: random.Random | None,
    ) -> None:
        self.world = world
        self.schedule = schedule
        self.chooser = chooser
        self.taken: list[int] = []
        self.seen: list[dict[str, Any]] = []
        self.folded = folded

    def prepare(self, run: Run) -> None:
        self.steps = _Steps(self.folded)
        self.taken = []
        self.seen = []

    def choose(self, run: Run, task: Task) -> Task | None:
        among = run.choices()
        inside = self.steps.inside(run, task)
        if inside is not None:
            return inside
        fired = not among
        among = among or blocked(run)
        if not among:
            return None
        at = len(self.taken)
        if at < len(self.schedule):
            tid = self.schedule[at]
            chosen = next((other for other in among if other.tid == tid), None)
            if chosen is None:
                raise ValueError(f"step {at + 1}: thread {tid} cannot run there")
        elif self.chooser is not None:
            # What `random` executes here is no part of the program.
            task.quiet += 1
            chosen = self.chooser.choice(among)
            task.quiet -= 1
        else:
            chosen = usual(run, task, among)
        self.seen.append(snapshot(run, self.world.main.__dict__))
        if fired:
            run.barrier(chosen)
        self.taken.append(chosen.tid)
        return chosen


# ---------------------------------------------------------------- what is seen


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
    inner = report.attributes(value) or {}
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
            inner = report.attributes(value)
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
    here = monitor.current()
    if here is not None:
        here.quiet += 1
    try:
        return _snapshot(run, scope)
    finally:
        if here is not None:
            here.quiet -= 1


def _snapshot(run: Run, scope: dict[str, Any]) -> dict[str, Any]:
    views: list[dict[str, Any]] = []
    shared, locks = _scope(scope)
    for task in run.tasks:
        if task.done or not task.started:
            views.append({"does": "ended"})
            continue
        view: dict[str, Any] = {"does": "runs"}
        stack = report.stack(run, task)
        own = [f for f in stack if run.program(f.f_code.co_filename)]
        if own:
            frame = own[0]
            view["line"] = frame.f_lineno
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
            view["why"] = _why(run, task)
            if pending is not None and pending.seconds is not None:
                view["why"] += ", or for its timeout"
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
    code = getattr(function, "__code__", None)
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


def _why(run: Run, task: Task) -> str:
    """`waits at line 9, for Lock b, held by T3` without its beginning."""
    text = report.wait(run, task)
    text = text.removeprefix(f"T{task.tid} waits").removeprefix(" at its end")
    text = text.lstrip(" ,")
    if text.startswith("at line "):
        text = text.partition(", ")[2]
    # Where no line of the program waits, nobody asks for what the library calls.
    for around in ("Thread._bootstrap, ", "_shutdown, "):
        text = text.removeprefix(around)
    return text


# --------------------------------------------------------------------- graphs


class Graphs:
    """The world of one program, in which its graph is built and walked.

    A context manager; `build` or `load` before `follow`.
    """

    def __init__(
        self, path: str | os.PathLike[str], source: bytes | None = None
    ) -> None:
        """Read the program; `Unexplorable` where there is none."""
        _check("line", None)
        if source is None:
            self.name, self.source = read_program(path)
        else:
            self.name, self.source = os.fspath(path), source
        monitor.use()
        self.backend = place()
        self.world: World | None = None
        self.folded = True
        #: Whether folded steps were learned for `around`, or others, or none yet.
        self.around_of: bool | None = None
        self.partly: Callable[[], dict[str, Any]] = dict
        self.loaded = -1
        #: Stops of a loaded graph in code of others: those that were not met yet, and
        #: the numbers of those that were.
        self.foreign: set[tuple[Any, ...]] = set()
        self.found: set[int] = set()

    def __enter__(self) -> Graphs:
        # What is left of one run must not be finalized by a thread of another.
        self.collecting = gc.isenabled()
        gc.disable()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self.world is not None and self.world.run is not None:
            # What finalizers of the runs' objects do has no effect.
            with _nobody(self.world.run):
                gc.collect(1)
        self.backend.close()
        if self.world is not None:
            self.world.close()
        monitor.release()
        if self.collecting:
            gc.enable()

    def build(
        self,
        *,
        folded: bool = True,
        preemptions: int | None = None,
        limit: int = LIMIT,
        states: int = LIMIT,
        alive: Callable[[], None] = lambda: None,
    ) -> dict[str, Any]:
        """The graph; `TooLarge` where it has too many states or needs too many runs.

        With a bound on `preemptions`, only the steps of such schedules are in it.
        `alive` is called after each run.
        """
        self._begin(folded)
        return self._search(
            lambda world: _Builder(world, folded, states, preemptions), limit, alive
        )

    def around(
        self,
        schedule: list[int],
        *,
        folded: bool = True,
        learn: int = 500,
        alive: Callable[[], None] = lambda: None,
    ) -> dict[str, Any]:
        """The path of a reader's schedule, and each step that can follow it.

        For a program whose graph is too large.  Where a reader's steps end follows
        from what races: that is learned once, in `learn` runs.  `ValueError` where a
        thread of the schedule cannot run.
        """
        if self.around_of != folded:
            self._begin(folded)
            try:
                self._search(
                    lambda world: _Builder(world, folded, LIMIT, 2), learn, alive
                )
            except TooLarge:
                pass
            self.around_of = folded
        return self._search(
            lambda world: _Around(world, folded, schedule), LIMIT, alive
        )

    def _begin(self, folded: bool) -> None:
        """Nothing is known of the program."""
        self.around_of = None
        self.folded = folded
        if self.world is not None:
            self.world.close()
        self.world = World(self.name, self.source, "reader")
        self.loaded = -1
        self.settings = Settings("reader", full=True)

    def _search(
        self,
        make: Callable[[World], _Builder],
        limit: int,
        alive: Callable[[], None],
    ) -> dict[str, Any]:
        world = self.world
        assert world is not None
        settings = self.settings
        builder = make(world)
        outcomes: dict[Any, Outcome] = {}
        ends: dict[int, Any] = {}
        #: What was found, also where that is not all.
        self.partly = lambda: _packed(self, builder, outcomes, ends)
        loaded = -1
        runs = total = 0
        while True:
            run = _once(world, settings, builder, self.backend, builder.recorder)
            total += 1
            alive()
            if total % 200 == 0:
                gc.collect()
            if run.restart or loaded != len(world.modules):
                loaded = len(world.modules)
                builder = make(world)
                outcomes.clear()
                ends.clear()
                if total > limit:
                    raise TooLarge(f"more than {limit:,} runs")
                continue
            if not run.redundant:
                outcome = _outcome(run)
                known = outcomes.setdefault(outcome.key, outcome)
                if known is not outcome:
                    known.count += 1
                if not builder.stuck:
                    builder.recorder.settle()
                    builder.arrive(run, ("end", builder.hash, outcome.key))
                    builder.states[builder.at].update(
                        views=[{"does": "ended"} for _ in run.tasks]
                    )
                ends[builder.at] = outcome.key
            runs += 1
            if not builder.advance():
                break
            if runs >= limit:
                raise TooLarge(f"more than {limit:,} runs")
        return self.partly()

    def load(self, graph: dict[str, Any]) -> None:
        """Stop where `graph` stops; `ValueError` where it is another program's."""
        if graph["sha256"] != hashlib.sha256(self.source).hexdigest():
            raise ValueError(f"the graph is not of the present {self.name}")
        if graph["python"] != _VERSION:
            raise ValueError(f"the graph is of Python {graph['python']}")
        self.folded = graph["folded"]
        world = self.world = World(self.name, self.source, "reader")
        self.loaded = -1
        settings = self.settings = Settings("reader", full=True)
        places = {tuple(stop) for stop in graph["stops"]}
        wanted = {place for place in places if len(place) == len(_END)}
        found = _places(world.codes)
        found[_END] = EXIT
        if not wanted <= set(found):
            raise ValueError(f"no such stops: {sorted(wanted - set(found))}")
        settings.racy |= {found[place] for place in wanted}
        # Where others' code runs is not known before it does.
        self.foreign = places - wanted
        self.found = set()
        for code in monitor.adopted():
            if not world.program(code.co_filename):
                self._resolve(code)
        settings.adopted = self._resolve

    def _resolve(self, code: CodeType) -> None:
        """Stop in `code`, which is not the program's, where the graph does."""
        found = _places([code], _file(code))
        there = self.foreign & set(found)
        self.foreign -= there
        numbers = {found[place] for place in there}
        self.found |= numbers
        self.settings.racy |= numbers

    def met(self) -> None:
        """`ValueError` where no run so far came to code of others that the graph names."""
        if self.foreign:
            raise ValueError(f"no such stops: {sorted(self.foreign)}")

    def follow(self, schedule: list[int], seed: int | None = None) -> Followed:
        """A real run by a schedule; at random from its end on, with a `seed`.

        `ValueError` where a thread of the schedule cannot run.
        """
        world = self.world
        assert world is not None, "build or load comes first"
        stops = set(self.settings.racy)
        while True:
            # The first runs load modules, and are discarded as in `build`.
            ready = self.loaded == len(world.modules)
            chooser = None if seed is None or not ready else random.Random(seed)
            wanted = schedule if ready else []
            walker = _Walk(world, self.folded, wanted, chooser)
            run = _once(world, self.settings, walker, self.backend)
            if self.settings.racy - stops - self.found:
                self.met()
                raise ValueError("a race that the graph does not know of")
            if ready and self.loaded == len(world.modules) and not run.restart:
                break
            self.loaded = len(world.modules)
        return Followed(walker.taken, walker.seen, _outcome(run))


def check(
    path: str | os.PathLike[str],
    graph: dict[str, Any],
    walks: int = 20,
    seed: int = 0,
    source: bytes | None = None,
) -> None:
    """Hold `graph` against real runs, step by step.

    The runs are the recorded schedule of each outcome and random walks.
    Raises `ValueError` where a run shows another state than the graph.
    """
    following = {(one, tid): two for one, tid, two, *_ in graph["edges"]}
    with Graphs(path, source) as graphs:
        graphs.load(graph)
        for index, outcome in enumerate(graph["outcomes"]):
            _compare(graph, following, graphs.follow(outcome["schedule"]), index)
        for walk in range(walks):
            if graph["preemptions"] is None:
                followed = graphs.follow([], seed + walk)
            else:
                chooser = random.Random(seed + walk)
                state, schedule = 0, []
                while True:
                    ways = [tid for one, tid in following if one == state]
                    if not ways:
                        break
                    schedule.append(chooser.choice(sorted(ways)))
                    state = following[state, schedule[-1]]
                followed = graphs.follow(schedule)
            _compare(graph, following, followed, None)
        graphs.met()


def _compare(
    graph: dict[str, Any],
    following: dict[tuple[int, int], int],
    followed: Followed,
    expected: int | None,
) -> None:
    state = 0
    for at, tid in enumerate(followed.schedule):
        looks = followed.seen[at]
        shown = unpacked(graph, state)
        if looks != shown:
            raise ValueError(
                f"after {followed.schedule[:at]} the graph shows {shown}, a run {looks}"
            )
        if (state, tid) not in following:
            raise ValueError(f"no step of T{tid} after {followed.schedule[:at]}")
        state = following[state, tid]
    ends = [at for at, o in enumerate(graph["outcomes"]) if state in o["state"]]
    if len(ends) != 1:
        raise ValueError(f"the schedule {followed.schedule} ends nowhere")
    said = graph["outcomes"][ends[0]]
    outcome = followed.outcome
    errors = [error.as_json() for error in outcome.errors]
    real = (outcome.kind, outcome.output, outcome.status, errors)
    if real != (said["kind"], said["output"], said["status"], said["errors"]) or (
        expected not in (None, ends[0])
    ):
        raise ValueError(f"the schedule {followed.schedule} ends in {real}")


def unpacked(graph: dict[str, Any], state: int) -> dict[str, Any]:
    """What a reader sees of a state of `graph`, as `snapshot` gives it."""
    shared, locks, output, views = graph["states"][state]
    return {
        "views": [graph["views"][view] for view in views if view >= 0],
        "shared": graph["shared"][shared],
        "locks": graph["locks"][locks],
        "output": graph["outputs"][output],
    }


def graph(
    path: str | os.PathLike[str],
    *,
    preemptions: int | None = None,
    limit: int = LIMIT,
    states: int = LIMIT,
    source: bytes | None = None,
) -> dict[str, Any]:
    """The state graph of the program at `path`; see the module's text."""
    options = (path, source, preemptions, limit, states)
    return guard.call(_built, os.fspath(path), *options)


def _built(
    path: str | os.PathLike[str],
    source: bytes | None,
    preemptions: int | None,
    limit: int,
    states: int,
) -> dict[str, Any]:
    """As `graph`, in this process."""
    with Graphs(path, source) as graphs:
        return graphs.build(preemptions=preemptions, limit=limit, states=states)


def _places(codes: list[CodeType], file: str = "") -> dict[tuple[Any, ...], int]:
    """The numbers of the sites in `codes`, by what each does and where that is said.

    Offsets are those of one compiler, and the lines of a `file` of others those of
    one release of it: a place is named by the text, there by the function's own
    lines.  Of operations that the text does not tell apart, it is the first,
    second… of them.
    """
    places: dict[tuple[Any, ...], int] = {}
    for site in monitor.sites(codes):
        first = site.code.co_firstlineno
        start = first if file else 0
        end = f"{site.end_line - start}:" if site.end_line != site.line else ""
        where = f"{site.line - start}:{site.column}-{end}{site.end_column}"
        for count in itertools.count(1):
            what = f"{where} {site.opname}" + (f" {count}" if count > 1 else "")
            place = (site.code.co_qualname, first - start, what, *[file][: bool(file)])
            if place not in places:
                places[place] = site.number
                break
    return places


def _file(code: CodeType) -> str:
    """The file of a code of others, the same on every machine."""
    name = code.co_filename
    if name.startswith("<"):
        return name
    folders = [os.path.join(folder, "") for folder in sys.path if folder]
    around = max((f for f in folders if name.startswith(f)), key=len, default="")
    below = name.removeprefix(around) if around else os.path.basename(name)
    return below.replace(os.sep, "/")


class _Table:
    """Values by the order of their first appearance."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        key = repr(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def _packed(
    graphs: Graphs,
    builder: _Builder,
    outcomes: dict[Any, Outcome],
    ends: dict[int, Any],
) -> dict[str, Any]:
    keys = list(outcomes)
    for at, state in enumerate(builder.states):
        state["end"] = keys.index(ends[at]) if at in ends else -1
    states, edges = _minimal(builder.states, builder.edges)
    states, edges = _ordered(states, edges)
    views, shared, locks, outputs, texts = (_Table() for _ in range(5))
    count = max((len(state["views"]) for state in states), default=1)
    rows = []
    for state in states:
        seen = [views.number(view) for view in state["views"]]
        rows.append(
            [
                shared.number(state["shared"]),
                locks.number(state["locks"]),
                outputs.number(state["output"]),
                seen + [-1] * (count - len(seen)),
            ]
        )
    choices = collections.Counter(one for one, _ in edges)
    start = 0
    while choices[start] == 1:
        start = next(two for (one, _), (two, *_) in edges.items() if one == start)
    found = []
    for index, key in enumerate(keys):
        outcome = outcomes[key]
        fewest = _shortest(states, edges, index)
        found.append(
            {
                "kind": outcome.kind,
                "output": outcome.output,
                "status": outcome.status,
                "errors": [error.as_json() for error in outcome.errors],
                "detail": outcome.detail,
                "gil": _gil(states, edges, index),
                "state": [
                    at for at, state in enumerate(states) if state["end"] == index
                ],
                "schedule": fewest,
            }
        )
    return {
        "schema": 2,
        "file": graphs.name,
        "sha256": hashlib.sha256(graphs.source).hexdigest(),
        "python": _VERSION,
        "preemptions": builder.bound,
        "folded": graphs.folded,
        "source": graphs.source.decode(errors="replace").splitlines(),
        "threads": [builder.names[tid] for tid in sorted(builder.names)],
        "views": views.values,
        "shared": shared.values,
        "locks": locks.values,
        "outputs": outputs.values,
        "states": rows,
        "edges": [
            [one, tid, two, texts.number(text), flags]
            for (one, tid), (two, text, flags) in sorted(edges.items())
        ],
        "texts": texts.values,
        "stops": _stops(graphs),
        "start": start if choices[start] else 0,
        "outcomes": found,
    }


def _stops(graphs: Graphs) -> list[list[Any]]:
    """Where a race was seen; the end of a thread is at no line of nothing."""
    racy = graphs.settings.racy
    world = graphs.world
    assert world is not None
    found = {**_places(world.codes), _END: EXIT}
    for code in monitor.adopted():
        if not world.program(code.co_filename):
            found |= _places([code], _file(code))
    return [list(place) for place in sorted(found) if found[place] in racy]


_Edges = dict[tuple[int, int], tuple[int, str, int]]


def _minimal(
    states: list[dict[str, Any]], edges: _Edges
) -> tuple[list[dict[str, Any]], _Edges]:
    """Merge states that look the same and have the same futures."""
    following: list[list[tuple[int, tuple[int, str, int]]]] = [[] for _ in states]
    for (one, tid), step in sorted(edges.items()):
        following[one].append((tid, step))
    looks = _Table()
    block = [looks.number(state) for state in states]
    count = len(looks.values)
    while True:
        numbers: dict[Any, int] = {}
        block = [
            numbers.setdefault(
                (
                    block[at],
                    tuple(
                        (tid, block[to], text, flags)
                        for tid, (to, text, flags) in following[at]
                    ),
                ),
                len(numbers),
            )
            for at in range(len(states))
        ]
        if len(numbers) == count:
            break
        count = len(numbers)
    kept: list[dict[str, Any]] = [{} for _ in range(count)]
    for at, state in enumerate(states):
        kept[block[at]] = state
    return kept, {
        (block[one], tid): (block[two], text, flags)
        for (one, tid), (two, text, flags) in edges.items()
    }


def _ordered(
    states: list[dict[str, Any]], edges: _Edges
) -> tuple[list[dict[str, Any]], _Edges]:
    """Number the states by their distance from the beginning."""
    following: dict[int, list[int]] = {}
    for (one, _), (two, *_) in sorted(edges.items()):
        following.setdefault(one, []).append(two)
    order = {0: 0}
    todo = collections.deque([0])
    while todo:
        for two in following.get(todo.popleft(), ()):
            if two not in order:
                order[two] = len(order)
                todo.append(two)
    kept = sorted(order, key=lambda at: order[at])
    return [states[at] for at in kept], {
        (order[one], tid): (order[two], text, flags)
        for (one, tid), (two, text, flags) in edges.items()
        if one in order
    }


def _shortest(states: list[dict[str, Any]], edges: _Edges, end: int) -> list[int]:
    """The schedule with the fewest switches, then the fewest steps, to an outcome."""
    following: dict[int, list[tuple[int, int]]] = {}
    for (one, tid), (two, *_) in edges.items():
        following.setdefault(one, []).append((tid, two))
    todo: list[tuple[int, int, list[int], int]] = [(0, 0, [], 0)]
    seen: set[tuple[int, int]] = set()
    while todo:
        switches, length, schedule, state = heapq.heappop(todo)
        last = schedule[-1] if schedule else 1
        if (state, last) in seen:
            continue
        seen.add((state, last))
        if states[state]["end"] == end:
            return schedule
        for tid, after in following.get(state, ()):
            heapq.heappush(
                todo, (switches + (tid != last), length + 1, [*schedule, tid], after)
            )
    return []


def _gil(states: list[dict[str, Any]], edges: _Edges, end: int) -> bool:
    """Whether an outcome can be reached with switches of a GIL build only."""
    following: dict[int, list[tuple[int, int, int]]] = {}
    for (one, tid), (two, _, flags) in edges.items():
        following.setdefault(one, []).append((tid, two, flags))
    # (state, thread of the last step, whether it can be left there, threads that
    # were left where they cannot be, and so must begin with a hand-over)
    first: tuple[int, int, bool, frozenset[int]] = (0, 1, True, frozenset())
    todo = [first]
    seen = {first}
    while todo:
        state, last, free, owing = todo.pop()
        if states[state]["end"] == end:
            return True
        for tid, after, flags in following.get(state, ()):
            owes = owing
            if tid != last and not free:
                owes = owes | {last}
            if tid in owes:
                if not flags & GIL_FIRST:
                    continue
                owes = owes - {tid}
            step = (after, tid, bool(flags & GIL_LAST), owes)
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False
