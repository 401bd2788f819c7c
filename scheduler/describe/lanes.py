"""A schedule for the eyes: a lane for each thread, time runs downwards."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.describe.trace import Row

__all__ = ["lanes"]

#: A thread takes a step; it has begun and not ended; it waits at the end for ever.
STEP, LIVES, STUCK = "●", "│", "×"
#: Columns that are left for what a step did, at least.
_NARROW = 24
_SOURCE = 44
#: Lines that a person may read; of more, the last ones.
MOST = 200


def lanes(
    rows: Sequence[Row],
    names: dict[int, str],
    *,
    width: int = 0,
    stuck: Sequence[int] = (),
) -> list[str]:
    """The lines of a picture of what happened, from a trace's `rows`.

    `names` are the threads' by their numbers, `width` the columns that there are (0 for
    any number), `stuck` the threads that wait for ever at the end.  What the main thread
    does alone, before there is a second one, is left out but for its last two rows.
    """
    started = next((at for at, row in enumerate(rows) if row.thread != 1), 0)
    left_out = max(0, len(rows) - max(0, started - 2) - MOST)
    rows = rows[max(0, started - 2) + left_out :]
    threads = sorted({row.thread for row in rows} | set(stuck))
    if not threads:
        return []
    first = {t: min((a for a, r in enumerate(rows) if r.thread == t), default=len(rows)) for t in threads}  # fmt: skip
    last = {t: max((a for a, r in enumerate(rows) if r.thread == t), default=-1) for t in threads}  # fmt: skip
    last |= dict.fromkeys(stuck, len(rows))
    files = {row.file for row in rows if row.line}
    places = [_place(row, len(files) > 1) for row in rows]
    widest = max(map(len, places), default=0)
    source_width = min(_SOURCE, max((len(row.source) for row in rows), default=0))
    gutter = sum(len(f"T{thread} ") for thread in threads)
    before = 2 + gutter + widest + 2 + source_width + 2
    lines = [f"  T{thread} = {names.get(thread, '?')}" for thread in threads]
    lines += ["", "  " + "".join(f"T{thread} " for thread in threads).rstrip()]
    if left_out:
        lines.append(f"  … {left_out:,} lines before")
    for at, row in enumerate(rows):
        marks = []
        for thread in threads:
            mark = " "
            if thread == row.thread:
                mark = STEP
            elif first[thread] <= at <= last[thread]:
                mark = LIVES
            marks.append(mark.ljust(len(f"T{thread} ")))
        source = row.source
        if len(source) > source_width:
            source = source[: source_width - 1] + "…"
        head = f"  {''.join(marks)}{places[at]:>{widest}}  {source:<{source_width}}  "
        did = _wrapped(
            "; ".join(fact.said for fact in row.did), width - before if width else 0
        )
        lines.append((head + did[0]).rstrip())
        after = "".join(
            (LIVES if first[t] <= at and at + 1 <= last[t] else " ").ljust(
                len(f"T{t} ")
            )
            for t in threads
        )
        lines += [f"  {after}".ljust(before) + more for more in did[1:]]
    if stuck:
        marks = [
            (STUCK if thread in stuck else " ").ljust(len(f"T{thread} "))
            for thread in threads
        ]
        lines.append(f"  {''.join(marks)}".rstrip())
    return lines


def _place(row: Row, named: bool) -> str:
    if not row.line:
        return ""
    return f"{os.path.basename(row.file)}:{row.line}" if named else f"{row.line}"


def _wrapped(text: str, width: int) -> list[str]:
    if not width or len(text) <= width:
        return [text]
    return textwrap.wrap(text, max(width, _NARROW), break_long_words=False) or [""]
