"""A schedule as text: `1*11.2.3` is eleven steps of thread 1, one of 2, one of 3.

The player's links carry the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

__all__ = ["read", "written"]


def written(schedule: Sequence[int]) -> str:
    """The text of `schedule`, the thread of each step."""
    parts = []
    for thread, steps in groupby(schedule):
        count = sum(1 for _ in steps)
        parts.append(f"{thread}*{count}" if count > 1 else f"{thread}")
    return ".".join(parts)


def read(text: str) -> list[int]:
    """The schedule that `text` says; commas may stand for the dots.

    Raises `ValueError` where it is none.
    """
    schedule: list[int] = []
    for part in text.replace(" ", "").replace(",", ".").split("."):
        if part:
            thread, _, count = part.partition("*")
            schedule += [int(thread)] * int(count or "1")
    return schedule
