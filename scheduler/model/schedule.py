"""A schedule as text: `1*11.2.3` is eleven steps of thread 1, one of 2, one of 3.

    schedule = [turn *("." turn)]    ; nothing: no step
    turn     = thread ["*" count]    ; so many steps of one thread, one without a count
    thread   = number                ; 1 is the main thread
    count    = number
    number   = %x31-39 *6(%x30-39)   ; from 1, in decimal, no zero before it

in all at most a million steps.  `written` puts the steps of a thread that follow one
another into one turn, and names no count of 1.  Commands, links of the player
(`player/schedule.ts`) and of a desk carry schedules so; `tests/shared/schedules.json`
holds both sides to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

__all__ = ["LONGEST", "read", "written"]

#: Steps of the longest schedule that is read.
LONGEST: Final = 1_000_000
_TURN: Final = re.compile(r"([1-9][0-9]{0,6})(?:\*([1-9][0-9]{0,6}))?")


def written(schedule: Sequence[int]) -> str:
    """The text of `schedule`, the thread of each step."""
    parts = []
    for thread, steps in groupby(schedule):
        count = sum(1 for _ in steps)
        parts.append(f"{thread}*{count}" if count > 1 else f"{thread}")
    return ".".join(parts)


def read(text: str) -> list[int]:
    """The schedule that `text` says.

    Raises `ValueError` where it is none.
    """
    schedule: list[int] = []
    for part in text.split(".") if text else ():
        turn = _TURN.fullmatch(part)
        if turn is None:
            raise ValueError(
                f"no schedule: {part!r} in it is no turn such as 2 or 1*11"
            )
        count = int(turn[2] or 1)
        if len(schedule) + count > LONGEST:
            raise ValueError(f"no schedule: it has more than {LONGEST:,} steps")
        schedule += [int(turn[1])] * count
    return schedule
