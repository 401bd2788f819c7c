"""How one run came about, told to a person: its lanes, what was held, who waits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.describe.lanes import lanes
from scheduler.describe.trace import Recorder, Row
from scheduler.model.outcome import Outcome
from scheduler.search import guard
from scheduler.search.explore import replay

__all__ = ["Story", "story"]


@dataclass
class Story:
    """A run by a schedule: how it ended, what happened, the threads' names.

    `holds` says by a thread's number what it holds at the end, `waits` which threads
    can't go on then.
    """

    outcome: Outcome
    rows: list[Row]
    names: dict[int, str]
    holds: dict[int, list[str]]
    waits: list[int]

    def lines(self, width: int = 0) -> list[str]:
        """Lanes, and below them how it ends; `width` columns wide, if that is not 0."""
        told = lanes(self.rows, self.names, width=width, stuck=self.waits)
        if self.outcome.fails:
            told.append("")
            told += [f"  {said}" for said in self.outcome.sentences]
        told += [
            f"  T{thread} holds {' and '.join(held)}"
            for thread, held in sorted(self.holds.items())
        ]
        return told


def story(
    path: str | os.PathLike[str],
    schedule: Sequence[int],
    *,
    granularity: str = "opcode",
    source: bytes | None = None,
) -> Story:
    """Run the program at `path` once, by `schedule`, and tell what happens.

    `source` is its text where it does not stand in the file; then its own lines are not
    told, but those of what it imports are.  Raises `ValueError` where the schedule names
    a thread that cannot run, `Unexplorable` as `explore` does.
    """
    name = os.fspath(path)
    return guard.call(_told, name, name, list(schedule), granularity, source)


def _told(
    name: str, schedule: list[int], granularity: str, source: bytes | None
) -> Story:
    recorder = Recorder()
    outcome = replay(
        name, schedule, granularity=granularity, observer=recorder, source=source
    )
    recorder.settle()
    rows = [row for row in recorder.rows if source is None or row.file != name]
    return Story(outcome, rows, recorder.names, recorder.holds(), recorder.waits())
