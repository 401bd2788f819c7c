"""The graph of a program: built from runs, or loaded and walked along."""

from __future__ import annotations

import collections
import gc
import hashlib
import os
import sys
from collections.abc import Callable
from types import CodeType, TracebackType
from typing import Any

from scheduler.bytecode import monitor
from scheduler.engine.records import Settings
from scheduler.engine.task import EXIT
from scheduler.graph import words
from scheduler.graph.minimal import Table, by_gil, minimal, ordered, shortest
from scheduler.graph.places import END, file_of, places
from scheduler.graph.steps import LIMIT, Looks, Map, TooLarge
from scheduler.graph.walks import Around, Builder, Followed, Walk
from scheduler.model.outcome import Outcome
from scheduler.search import guard
from scheduler.search.session import Session, ending, nobody, read_program

__all__ = ["Graphs", "graph"]

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
#: How many states a graph may have before those that look the same are merged: more than
#: that, no page holds. `ROOMY` is for one with a bound of two preemptions, or with none.
MOST, ROOMY = 2_500, 1_500
#: With more states than this where no thread is left, those with one preemption are counted
#: before more are allowed: often that is too much, and takes many runs to be seen.
_MANY = 150


class Graphs(Session):
    """The world of one program, in which its graph is built and walked.

    A context manager; `build` or `load` before `follow`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        source: bytes | None = None,
        whole_lines: bool = False,
    ) -> None:
        """Read the program; `Unexplorable` where there is none.

        With `whole_lines`, no step ends within a line that does not wait.
        """
        if source is None:
            super().__init__(*read_program(path))
        else:
            super().__init__(os.fspath(path), source)
        self.folded = True
        self.whole_lines = whole_lines
        #: Whether folded steps were learned for `around`, or others, or none yet.
        self.around_of: bool | None = None
        self.partly: Callable[[], dict[str, Any]] = dict
        #: `Outcome.key` of each outcome of the graph that was made last.
        self.keys: list[Any] = []
        #: How many runs there were of the last graph, with the one that was too much.
        self.runs = 0
        #: How many states it had before those that look the same were merged.
        self.states = 0
        self.loaded = -1
        #: Stops of a loaded graph in code of others: those that were not met yet, and
        #: the numbers of those that were.
        self.foreign: set[tuple[Any, ...]] = set()
        self.found: set[int] = set()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self.ran:
            # What finalizers of the runs' objects do has no effect.
            with nobody(self.world.run):
                gc.collect(1)
        super().__exit__(kind, error, where)

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
        return self._search(lambda: Builder(preemptions), states, limit, alive)

    def fitting(
        self,
        *,
        folded: bool = True,
        limit: int = LIMIT,
        states: int | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> dict[str, Any] | None:
        """The graph with as many of the schedules as a page can hold, None if with none.

        `states` is how many it may have instead.
        """

        def tried(bound: int | None, most: int) -> dict[str, Any] | None:
            try:
                return self.build(
                    folded=folded, preemptions=bound, limit=limit,
                    states=states or most, alive=alive,
                )  # fmt: skip
            except TooLarge:
                return None

        # A graph has all states of one with a lower bound.
        found = tried(0, MOST)
        if found is None:
            return None
        if len(found["threads"]) == 1:
            return tried(None, ROOMY)  # no bound takes anything away
        bounds = [(None, ROOMY), (2, ROOMY), (1, MOST)]
        if self.states > _MANY:
            more = tried(1, MOST)
            if more is None or self.states > ROOMY:
                return more or found
            found = more
            bounds.pop()
        for bound, most in bounds:
            more = tried(bound, most)
            if more is not None:
                return more
        return found

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
            for states in (MOST, LIMIT):
                try:
                    self._search(lambda: Builder(2), states, learn, alive)
                    break
                except TooLarge:
                    if self.runs == 1:
                        break  # one run has too many: no more is learned of others
            self.around_of = folded
        most = len(schedule) + 1_000
        return self._search(lambda: Around(schedule), most, LIMIT, alive)

    def _begin(self, folded: bool) -> None:
        """Nothing is known of the program."""
        self.around_of = None
        self.folded = folded
        self.loaded = -1
        self.begin(Settings("reader", full=True))
        self.settings.whole_lines = self.whole_lines
        self.settings.apart = not folded

    def _search(
        self,
        make: Callable[[], Builder],
        states: int,
        limit: int,
        alive: Callable[[], None],
    ) -> dict[str, Any]:
        world = self.world
        builder = make()
        drawn = Map(world, builder, self.folded, states)
        outcomes: dict[Any, Outcome] = {}
        ends: dict[int, Any] = {}
        #: What was found, also where that is not all.
        self.partly = lambda: _packed(self, builder.bound, drawn, outcomes, ends)
        loaded = -1
        runs = total = 0
        while True:
            run = self.once(builder, drawn)
            total += 1
            self.runs = runs + 1
            alive()
            if total % 200 == 0:
                gc.collect()
            if run.restart or loaded != len(world.modules):
                loaded = len(world.modules)
                builder = make()
                drawn = Map(world, builder, self.folded, states)
                outcomes.clear()
                ends.clear()
                if total > limit:
                    raise TooLarge(f"more than {limit:,} runs")
                continue
            if not run.redundant:
                outcome = ending(run)
                known = outcomes.setdefault(outcome.key, outcome)
                if known is not outcome:
                    known.count += 1
                if not drawn.stuck:
                    drawn.settle()
                    drawn.arrive(run, ("end", builder.hash, outcome.key))
                    drawn.states[drawn.at].update(
                        views=[{"does": "ended"} for _ in run.tasks]
                    )
                ends[drawn.at] = outcome.key
            runs += 1
            if not builder.advance():
                break
            if runs >= limit:
                raise TooLarge(f"more than {limit:,} runs")
        self.states = len(drawn.states)
        return self.partly()

    def load(self, graph: dict[str, Any]) -> None:
        """Stop where `graph` stops; `ValueError` where it is another program's."""
        if graph["sha256"] != hashlib.sha256(self.source).hexdigest():
            raise ValueError(f"the graph is not of the present {self.name}")
        if graph["python"] != VERSION:
            raise ValueError(f"the graph is of Python {graph['python']}")
        self._begin(graph["folded"])
        world, settings = self.world, self.settings
        stops = {tuple(stop) for stop in graph["stops"]}
        wanted = {place for place in stops if len(place) == len(END)}
        found = places(world.codes)
        found[END] = EXIT
        if not wanted <= set(found):
            raise ValueError(f"no such stops: {sorted(wanted - set(found))}")
        settings.racy |= {found[place] for place in wanted}
        # Where others' code runs is not known before it does.
        self.foreign = stops - wanted
        self.found = set()
        for code in monitor.adopted():
            if not world.program(code.co_filename):
                self._resolve(code)
        settings.adopted = self._resolve

    def _resolve(self, code: CodeType) -> None:
        """Stop in `code`, which is not the program's, where the graph does."""
        found = places([code], file_of(code))
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
        stops = set(self.settings.racy)
        while True:
            # The first runs load modules, and are discarded as in `build`.
            ready = self.loaded == len(world.modules)
            walk = Walk(schedule, seed) if ready else Walk([], None)
            looks = Looks(world, walk, self.folded)
            run = self.once(walk, looks)
            if self.settings.racy - stops - self.found:
                self.met()
                raise ValueError("a race that the graph does not know of")
            if ready and self.loaded == len(world.modules) and not run.restart:
                break
            self.loaded = len(world.modules)
        return Followed(looks.taken, looks.seen, ending(run))


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


def _packed(
    graphs: Graphs,
    bound: int | None,
    drawn: Map,
    outcomes: dict[Any, Outcome],
    ends: dict[int, Any],
) -> dict[str, Any]:
    graphs.keys = keys = list(outcomes)
    for at, state in enumerate(drawn.states):
        state["end"] = keys.index(ends[at]) if at in ends else -1
    states, edges = minimal(drawn.states, drawn.edges)
    states, edges = ordered(states, edges)
    source = graphs.source.decode(errors="replace").splitlines()
    views, shared, locks, outputs, facts = (Table() for _ in range(5))
    count = max((len(state["views"]) for state in states), default=1)
    dids = [words.did(facts) for facts in drawn.facts]
    rows = []
    for state in states:
        seen = [views.number(words.view(view, source)) for view in state["views"]]
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
        fewest = shortest(states, edges, index)
        found.append(
            {
                "kind": outcome.kind,
                "output": outcome.output,
                "status": outcome.status,
                "errors": [error.as_json() for error in outcome.errors],
                "detail": outcome.detail,
                "gil": by_gil(states, edges, index),
                "state": [
                    at for at, state in enumerate(states) if state["end"] == index
                ],
                "schedule": fewest,
            }
        )
    return {
        "schema": 4,
        "file": graphs.name,
        "sha256": hashlib.sha256(graphs.source).hexdigest(),
        "python": VERSION,
        "preemptions": bound,
        "folded": graphs.folded,
        "source": source,
        "threads": [drawn.threads[tid] for tid in sorted(drawn.threads)],
        "views": views.values,
        "shared": shared.values,
        "locks": locks.values,
        "outputs": outputs.values,
        "states": rows,
        "edges": [
            [one, tid, two, facts.number(dids[did]), flags]
            for (one, tid), (two, did, flags) in sorted(edges.items())
        ],
        "facts": facts.values,
        "stops": _stops(graphs),
        "start": start if choices[start] else 0,
        "outcomes": found,
    }


def _stops(graphs: Graphs) -> list[list[Any]]:
    """Where a race was seen; the end of a thread is at no line of nothing."""
    racy = graphs.settings.racy
    world = graphs.world
    found = {**places(world.codes), END: EXIT}
    for code in monitor.adopted():
        if not world.program(code.co_filename):
            found |= places([code], file_of(code))
    return [list(place) for place in sorted(found) if found[place] in racy]
