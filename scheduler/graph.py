"""The state graph of a program, for a player that runs no Python.

`graph` explores every step of a program at a granularity and merges the
states that cannot be told apart: two prefixes are the same state where the
same steps happened with the same happens-before relation, so nothing hidden
(an iterator, a frame of the standard library) can differ.  States of
different history that look the same to a reader are then merged where their
futures are the same too.  Shape of the result, ready for JSON::

    {"schema": 1, "file", "sha256", "granularity", "complete",
     "source": [line, …],
     "threads": {"1": "MainThread", …},
     "states": [{"lines": {"1": 12, …}, "waits": {"2": "Lock lock"},
                 "globals": {"count": "0"}, "locals": {"2": {"x": "0"}},
                 "output": "", "end": outcome index or null}, …],
     "edges": [[state, thread, state], …],
     "outcomes": [as in `--json`, with the shortest schedule in this graph]}

State 0 is the beginning.  An edge is one step of one thread; a schedule is
the list of the threads along a path.
"""

from __future__ import annotations

import os
import random
from types import FrameType
from typing import Any

from scheduler import monitor, report
from scheduler.backend import OSThreads
from scheduler.explore import _check, _once, _outcome, read_program, replay
from scheduler.outcome import Outcome
from scheduler.reduction import Cached
from scheduler.run import Run, Settings, Task
from scheduler.world import World

__all__ = ["check", "graph"]

_HIDDEN = ("module", "function", "type", "builtin_function_or_method", "method")


class _Builder(Cached):
    """Explores each state once and remembers how each was reached."""

    def __init__(self) -> None:
        super().__init__(None)
        self.index: dict[Any, int] = {}
        self.states: list[dict[str, Any]] = []
        self.edges: dict[tuple[int, int], int] = {}
        self.ends: dict[int, Any] = {}
        self.names: dict[int, str] = {}
        self.at = -1

    def prepare(self, run: Run) -> None:
        super().prepare(run)
        self.at = -1
        self.stuck = False

    def arrive(self, run: Run, key: Any, tid: int | None) -> int:
        """The state of `key`, reached from the last one by a step of `tid`."""
        state = self.index.get(key)
        if state is None:
            state = self.index[key] = len(self.states)
            self.states.append(snapshot(run))
        if tid is not None and self.at >= 0:
            self.edges[self.at, tid] = state
        self.at = state
        return state

    def choose(self, run: Run, task: Task) -> Task | None:
        for other in run.tasks:
            self.names.setdefault(other.tid, other.name)
        if not run.restart:
            self.arrive(run, self.hash, task.tid if len(run.events) > 1 else None)
        chosen = super().choose(run, task)
        self.stuck = chosen is None and not run.redundant
        return chosen

    def key(self, task: Task, free: bool) -> tuple[int, int]:
        return (self.hash, 0)


def snapshot(run: Run) -> dict[str, Any]:
    """What a reader sees of the present state."""
    lines: dict[str, int] = {}
    waits: dict[str, str] = {}
    frames: dict[str, dict[str, str]] = {}
    shared: dict[str, str] = {}
    for task in run.tasks:
        if task.done or not task.started:
            continue
        tid = str(task.tid)
        stack = report.stack(run, task)
        for frame in stack:
            if run.program(frame.f_code.co_filename):
                lines[tid] = frame.f_lineno
                if frame.f_code.co_name != "<module>":
                    frames[tid] = _values(frame.f_locals)
                break
        if not run.enabled(task):
            waits[tid] = report.wait(run, task)
        if task.tid == 1:
            for frame in stack:
                if frame.f_code.co_name == "<module>" and run.program(
                    frame.f_code.co_filename
                ):
                    shared = _values(frame.f_globals)
    return {
        "lines": lines, "waits": waits, "globals": shared, "locals": frames,
        "output": run.output, "end": None,
    }  # fmt: skip


def _values(scope: Any) -> dict[str, str]:
    shown = {}
    for name, value in list(scope.items()):
        kind = type(value).__name__
        if name.startswith("__") or kind in _HIDDEN or isinstance(value, FrameType):
            continue
        if type(value) in (int, float, str, bool, type(None), list, dict, set, tuple):
            text = repr(value)
            if " at 0x" not in text:
                shown[name] = text if len(text) <= 60 else text[:57] + "..."
        else:
            inner = getattr(value, "__dict__", None)
            if type(inner) is dict and type(value).__module__ == "__main__":
                for attribute, held in list(inner.items()):
                    if type(held) in (int, float, str, bool, type(None), list):
                        shown[f"{name}.{attribute}"] = repr(held)[:60]
    return shown


def graph(
    path: str | os.PathLike[str],
    *,
    granularity: str = "line",
    limit: int = 20_000,
    source: bytes | None = None,
) -> dict[str, Any]:
    """The state graph of the program at `path`; see the module's text."""
    import hashlib

    _check(granularity, None)
    name, text = (os.fspath(path), source) if source is not None else read_program(path)
    monitor.use()
    backend = OSThreads()
    world = None
    outcomes: dict[Any, Outcome] = {}
    try:
        world = World(name, text, granularity)
        settings = Settings(granularity, full=True)
        builder = _Builder()
        loaded = runs = -1
        complete = True
        while True:
            run = _once(world, settings, builder, backend)
            runs += 1
            if run.restart or loaded != len(world.modules):
                loaded = len(world.modules)
                builder = _Builder()
                outcomes.clear()
                complete = True
                continue
            if not run.redundant:
                outcome = _outcome(run)
                if run.kind == "step-limit":
                    complete = False
                known = outcomes.setdefault(outcome.key, outcome)
                end = list(outcomes).index(outcome.key)
                if builder.stuck:
                    builder.states[builder.at]["end"] = end
                else:
                    state = builder.arrive(
                        run, ("end", builder.hash, end), run.trace[-1]
                    )
                    builder.states[state] = {
                        "lines": {}, "waits": {}, "globals": {}, "locals": {},
                        "output": run.output, "end": end,
                    }  # fmt: skip
                if known is not outcome:
                    known.count += 1
            if not builder.advance():
                break
            if runs >= limit:
                complete = False
                break
    finally:
        backend.close()
        if world is not None:
            monitor.discard(world.codes)
        monitor.release()
    states, edges = _minimal(builder.states, builder.edges)
    found = list(outcomes.values())
    for index, outcome in enumerate(found):
        outcome.schedule = _shortest(states, edges, index)
    return {
        "schema": 1,
        "file": name,
        "sha256": hashlib.sha256(text).hexdigest(),
        "granularity": granularity,
        "complete": complete,
        "source": text.decode(errors="replace").splitlines(),
        "threads": {str(tid): label for tid, label in sorted(builder.names.items())},
        "states": states,
        "edges": [[one, tid, two] for (one, tid), two in sorted(edges.items())],
        "outcomes": [outcome.as_json() for outcome in found],
    }


def _minimal(
    states: list[dict[str, Any]], edges: dict[tuple[int, int], int]
) -> tuple[list[dict[str, Any]], dict[tuple[int, int], int]]:
    """Merge states that look the same and have the same futures."""
    import json

    following: dict[int, list[tuple[int, int]]] = {}
    for (one, tid), two in edges.items():
        following.setdefault(one, []).append((tid, two))
    block: list[Any] = [json.dumps(state, sort_keys=True) for state in states]
    count = len(set(block))
    while True:
        marks = [
            (
                block[at],
                tuple(sorted((tid, block[to]) for tid, to in following.get(at, ()))),
            )
            for at in range(len(states))
        ]
        numbers: dict[Any, int] = {}
        block = [numbers.setdefault(mark, len(numbers)) for mark in marks]
        if len(numbers) == count:
            break
        count = len(numbers)
    kept: list[dict[str, Any]] = [{} for _ in range(count)]
    for at, state in enumerate(states):
        kept[block[at]] = state
    return kept, {(block[one], tid): block[two] for (one, tid), two in edges.items()}


def _shortest(
    states: list[dict[str, Any]], edges: dict[tuple[int, int], int], end: int
) -> list[int]:
    """The schedule with the fewest steps, then the fewest switches, to an outcome."""
    import heapq

    following: dict[int, list[tuple[int, int]]] = {}
    for (one, tid), two in edges.items():
        following.setdefault(one, []).append((tid, two))
    todo: list[tuple[int, int, list[int], int]] = [(0, 0, [], 0)]
    seen: set[tuple[int, int]] = set()
    while todo:
        length, switches, schedule, state = heapq.heappop(todo)
        last = schedule[-1] if schedule else 1
        if (state, last) in seen:
            continue
        seen.add((state, last))
        if states[state]["end"] == end:
            return schedule
        for tid, after in following.get(state, ()):
            heapq.heappush(
                todo, (length + 1, switches + (tid != last), [*schedule, tid], after)
            )
    return []


def check(
    path: str | os.PathLike[str], graph: dict[str, Any], walks: int = 50, seed: int = 0
) -> None:
    """Replay random walks through `graph`; `ValueError` where a real run differs."""
    following: dict[int, list[tuple[int, int]]] = {}
    for one, tid, two in graph["edges"]:
        following.setdefault(one, []).append((tid, two))
    chooser = random.Random(seed)
    for _ in range(walks):
        state, schedule = 0, []
        while state in following:
            tid, state = chooser.choice(sorted(following[state]))
            schedule.append(tid)
        end = graph["states"][state]["end"]
        if end is None:
            raise ValueError(f"the walk {schedule} ends nowhere")
        outcome = replay(path, schedule, granularity=graph["granularity"])
        expected = graph["outcomes"][end]
        if (outcome.kind, outcome.output) != (expected["kind"], expected["output"]):
            raise ValueError(
                f"the walk {schedule} ends in {outcome.kind} {outcome.output!r}"
            )
        if outcome.schedule != schedule:
            raise ValueError(f"the walk {schedule} took the steps {outcome.schedule}")
