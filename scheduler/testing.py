"""Claims about a program's outcomes, one readable line each.

>>> always("lock/counter.py", prints="2\\n")             # doctest: +SKIP
>>> never("lock/counter.py", prints="1\\n")              # doctest: +SKIP
>>> can("lock/counter_broken.py", prints="1\\n")         # doctest: +SKIP
>>> can("lock/two_locks_broken.py", kind="deadlock")    # doctest: +SKIP

`always` and `never` demand a complete set: opcode granularity, no bound,
nothing cut off.  A program is explored once, however many claims are made.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from typing import Any

from scheduler.model.outcome import Outcome
from scheduler.search.explore import Exploration, explore

__all__ = ["always", "can", "never", "only", "root"]

_root = ""


def root(directory: str | os.PathLike[str]) -> None:
    """Paths of programs are relative to `directory` from now on."""
    global _root
    _root = os.fspath(directory)
    _explored.cache_clear()


@cache
def _explored(
    path: str, granularity: str, preemptions: int | None, limit: int
) -> Exploration:
    return explore(path, granularity=granularity, preemptions=preemptions, limit=limit)


def _matches(
    outcome: Outcome,
    prints: str | None,
    kind: str | None,
    error: str | None,
    status: int | None,
) -> bool:
    if prints is not None and outcome.output != prints:
        return False
    if kind is not None and outcome.kind != kind:
        return False
    if error is not None and not any(
        error in (e.type, e.type.rpartition(".")[2], e.message) for e in outcome.errors
    ):
        return False
    if status is not None and outcome.status != status:
        return False
    return (
        kind is not None
        or error is not None
        or prints is None
        or outcome.kind
        in (
            "finished",
            "exception",
        )
    )


def _say(exploration: Exploration) -> str:
    from scheduler.describe.report import report

    return "\n" + report(exploration, traces=False)


def _get(path: str | os.PathLike[str], options: dict[str, Any]) -> Exploration:
    return _explored(
        os.path.join(_root, path),
        options.get("granularity", "opcode"),
        options.get("preemptions"),
        options.get("limit", 20_000),
    )


def can(
    path: str | os.PathLike[str],
    *,
    prints: str | None = None,
    kind: str | None = None,
    error: str | None = None,
    status: int | None = None,
    **options: Any,
) -> Outcome:
    """Some interleaving ends so; returns that outcome, with its schedule."""
    exploration = _get(path, options)
    for outcome in exploration.outcomes:
        if _matches(outcome, prints, kind, error, status):
            return outcome
    raise AssertionError(f"no interleaving found that ends so{_say(exploration)}")


def never(
    path: str | os.PathLike[str],
    *,
    prints: str | None = None,
    kind: str | None = None,
    error: str | None = None,
    status: int | None = None,
    **options: Any,
) -> None:
    """No interleaving ends so, and all were explored."""
    exploration = _get(path, options)
    for outcome in exploration.outcomes:
        if _matches(outcome, prints, kind, error, status):
            raise AssertionError(
                f"an interleaving ends so: {outcome.detail}{_say(exploration)}"
            )
    _demand(exploration)


def always(
    path: str | os.PathLike[str],
    *,
    prints: str | None = None,
    kind: str | None = None,
    error: str | None = None,
    status: int | None = None,
    **options: Any,
) -> None:
    """Every interleaving ends so (and no other way), and all were explored."""
    exploration = _get(path, options)
    if kind is None and error is None:
        kind = "finished"
    for outcome in exploration.outcomes:
        if not _matches(outcome, prints, kind, error, status):
            raise AssertionError(
                f"another way to end: {outcome.detail}{_say(exploration)}"
            )
    _demand(exploration)


def only(
    path: str | os.PathLike[str], *, prints: Iterable[str], **options: Any
) -> None:
    """The program always finishes, and prints exactly these, each in some run."""
    exploration = _get(path, options)
    found = {(outcome.kind, outcome.output) for outcome in exploration.outcomes}
    wanted = {("finished", text) for text in prints}
    if found != wanted:
        raise AssertionError(
            f"never printed: {sorted(wanted - found)}; unexpected: {sorted(found - wanted)}"
            f"{_say(exploration)}"
        )
    _demand(exploration)


def _demand(exploration: Exploration) -> None:
    if exploration.unsettled:
        raise AssertionError(f"not settled: {exploration.unsettled}{_say(exploration)}")
