"""A graph held against real runs."""

from __future__ import annotations

import os
import random
from typing import Any

from scheduler.graph import words
from scheduler.graph.build import Graphs
from scheduler.graph.walks import Followed

__all__ = ["check", "unpacked"]


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
        looks = dict(followed.seen[at])
        looks["views"] = [words.view(view, graph["source"]) for view in looks["views"]]
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
    """What a reader sees of a state of `graph`, as `snapshot` gives it, in words."""
    shared, locks, output, views = graph["states"][state]
    return {
        "views": [graph["views"][view] for view in views if view >= 0],
        "shared": graph["shared"][shared],
        "locks": graph["locks"][locks],
        "output": graph["outputs"][output],
    }
