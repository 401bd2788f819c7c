"""What the page asks of the engine, and what it is told: JSON both ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import scheduler
from scheduler import backend
from scheduler.graph import Graphs, TooLarge

from scheduler.live.stacks import Stacks

__all__ = ["answer", "begin", "link"]

FILE = "program.py"
#: As tools/graphs.py tries them: a bound on preemptions, and how many states a graph
#: may have at it.
BOUNDS = ((None, 1_500), (2, 1_500), (1, 2_500), (0, 2_500))

_stacks: Stacks


def link(swap: Callable[[int, int], Any]) -> None:
    """`swap` is JavaScript's half of the backend."""
    global _stacks
    _stacks = Stacks(swap)
    backend.use(lambda: _stacks)


def begin(tid: int) -> int:
    """A stack begins."""
    return _stacks.begin(tid)


def answer(asked: str, tell: Callable[[int, int], None]) -> str:
    """Do what the page asks; `tell` is called with runs and outcomes meanwhile."""
    options = json.loads(asked)
    call = _CALLS[options["call"]]
    try:
        said = call(options, tell)
    except scheduler.Unexplorable as error:
        said = {"kind": "refused", "sentence": str(error)}
    return json.dumps({"answer": said, "spent": False})


def _graph(options: dict[str, Any], tell: Callable[[int, int], None]) -> Any:
    source = options["source"].encode()
    limits = options.get("limits", {})
    runs = 0

    def alive() -> None:
        nonlocal runs
        runs += 1
        tell(runs, 0)

    with Graphs(FILE, source) as graphs:
        for bound, states in BOUNDS:
            try:
                found = graphs.build(
                    preemptions=bound, states=limits.get("states", states),
                    limit=limits.get("runs", 20_000), alive=alive,
                )  # fmt: skip
            except TooLarge:
                continue
            for outcome in found["outcomes"]:
                outcome["bad"] = outcome["kind"] != "finished"
            return found
    return {"kind": "too large", "sentence": ""}


def _explore(options: dict[str, Any], tell: Callable[[int, int], None]) -> Any:
    found = scheduler.explore(
        FILE,
        source=options["source"].encode(),
        granularity=options.get("granularity", "opcode"),
        preemptions=options.get("bound"),
        limit=options.get("limit", 2_000),
        progress=tell,
    )
    return found.as_json()


_CALLS = {"graph": _graph, "explore": _explore}

