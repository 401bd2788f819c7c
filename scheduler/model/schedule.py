"""A schedule as text: `1*11.2.3` is eleven steps of thread 1, one of 2, one of 3.

The player's links carry the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

__all__ = ["read", "written"]


def written(schedule: Sequence[int]) -> str:
    """The text of `schedule`, the thread of each step."""
    parts = []
    for thread, steps in groupby(schedule):
        count = sum(1 for _ in steps)
        parts.append(f"{thread}*{count}" if count > 1 else f"{thread}")
    return ".".join(parts)


_TURN: Final = re.compile(r"([1-9][0-9]*)(?:\*([1-9][0-9]*))?")


def read(text: str) -> list[int]:
    """The schedule that `text` says; commas may stand for the dots.

    Raises `ValueError` where it is none.
    """
    schedule: list[int] = []
    for part in re.split(r"[.,\s]+", text.strip()) if text.strip() else ():
        turn = _TURN.fullmatch(part)
        if turn is None:
            raise ValueError(
                f"no schedule: {part!r} in it is no turn such as 2 or 1*11"
            )
        schedule += [int(turn[1])] * int(turn[2] or 1)
    return schedule
