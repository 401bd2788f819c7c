"""What a reader is told of a step and of a thread: in the graph, so that it is made once.

The player and the pictures of schedules show these words and make none of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from scheduler.model.facts import Fact, Wait

__all__ = ["did", "first_line", "view"]

#: Types of what a thread only fetches to use it: then the use is what counts.
_FETCHED: Final = re.compile(
    r"R?Lock|Condition|Event|(Bounded)?Semaphore|Barrier|\w*Queue|\w*Future"
    "|list|dict|set|tuple|deque"
)
_THREAD: Final = re.compile(r"\w*Thread|Timer")
#: Below the head of a function: what is no line that runs.
_SKIPPED: Final = re.compile(
    r'\s*($|#|global\b|nonlocal\b|("""|\'\'\').*\2\s*$)', re.DOTALL
)


def did(facts: Iterable[Fact]) -> list[dict[str, str]]:
    """What a step did, without what it fetched only to use it."""
    return [_fact(fact) for fact in facts if not _fetches(fact)]


def _fact(fact: Fact) -> dict[str, str]:
    found = {"what": fact.what, "said": _block(fact) or fact.said}
    value = fact.value or fact.kind
    if fact.what in ("reads", "writes") and value:
        # A reader is told as well whether it is the same by now.
        found |= {"name": fact.name, "value": value}
    return found


def _fetches(fact: Fact) -> bool:
    if fact.what not in ("reads", "writes"):
        return False
    if _THREAD.fullmatch(fact.kind):
        return True
    return (
        bool(fact.what == "reads" and _FETCHED.fullmatch(fact.kind)) and not fact.where
    )


def _block(fact: Fact) -> str:
    """What a `with` does, in words; nothing where it is none."""
    of, _, method = fact.where.rpartition(".")
    verb = {"__enter__": "enters", "__exit__": "leaves"}.get(method)
    return f"{verb} the {of}" if verb and fact.what == "calls" else ""


def view(seen: dict[str, Any], source: Sequence[str]) -> dict[str, Any]:
    """A view of `snapshot`, with words, and the line of `source` that is meant."""
    found = dict(seen)
    if "line" in seen:
        found["line"] = first_line(source, seen)
    if "wait" in seen:
        wait = Wait.of_json(seen["wait"])
        said = f"in {wait.reason}" if wait.call else wait.reason
        parts = {"said": said, "call": wait.call, "kind": wait.kind, "name": wait.name}
        found["wait"] = {name: part for name, part in parts.items() if part}
    return found


def first_line(source: Sequence[str], seen: dict[str, Any]) -> int:
    """Where a thread is about to run.

    Before it has begun it stands, for Python, at its function's `def`: what it does
    first is the first line below.
    """
    line: int = seen["line"]
    if "in" not in seen or "at" in seen or "within" in seen:
        return line
    at = line - 1
    while at < len(source) and source[at].lstrip().startswith("@"):
        at += 1
    head = re.match(r"\s*(?:async\s+)?def\s+(\w+)", "".join(source[at : at + 1]))
    if not head or head[1] != seen["in"]:
        return line
    # The head of a function ends where its brackets are closed and a colon comes.
    depth = 0
    while at < len(source):
        depth += sum(map(source[at].count, "([{")) - sum(map(source[at].count, ")]}"))
        if depth <= 0:
            break
        at += 1
    if at == len(source) or not re.search(r":\s*(#.*)?$", source[at]):
        return line
    at += 1
    while at < len(source) and _SKIPPED.match(source[at]):
        at += 1
    return at + 1 if at < len(source) else line
