"""How a run ended, in the terms of a reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scheduler.model.facts import Waiter

__all__ = [
    "KINDS",
    "Error",
    "Kill",
    "NeedsRecord",
    "Outcome",
    "Unexplorable",
]

#: How a run may end.
KINDS = ("finished", "deadlock", "exception", "step-limit")


class Unexplorable(Exception):
    """The program cannot be explored; the text is one line saying why.

    `file` and `line` say where that was seen; "" and 0 where it is nowhere.
    """

    def __init__(self, reason: str, file: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.file = file
        self.line = line


class NeedsRecord(Exception):
    """The search must record what its runs read and write."""


class Kill(BaseException):
    """Raised in a parked thread whose run is over, to unwind its stack."""


@dataclass(frozen=True, order=True)
class Error:
    """An exception that ended a thread: its number, type and message."""

    thread: int
    type: str
    message: str

    @property
    def sentence(self) -> str:
        """What became of the thread."""
        message = f": {self.message}" if self.message else ""
        return f"T{self.thread} ends with {self.type}{message}"

    def as_json(self) -> dict[str, Any]:
        return {"thread": self.thread, "type": self.type, "message": self.message}


@dataclass
class Outcome:
    """One of the ways in which a program can end.

    `output` is what it wrote to standard output, `status` its exit status
    (`None` where it never exits), `waits` the threads that can't go on, where
    that is how it ended, `limited` the limit of steps, where it came to that.
    `schedule` is the thread chosen at each stop (1 is the main thread, the
    others count in the order of their starting) in the run found first with
    the fewest preemptions, `count` the number of explored interleavings that
    ended so.
    """

    kind: str
    output: str
    status: int | None
    errors: tuple[Error, ...]
    waits: tuple[Waiter, ...] = ()
    limited: int = 0
    schedule: list[int] = field(default_factory=list)
    count: int = 1
    preemptions: int = 0

    @property
    def fails(self) -> bool:
        """Whether this is how no program should end: anything but an exit with 0."""
        return self.kind != "finished" or bool(self.status)

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two outcomes the same."""
        return (self.kind, self.output, self.status, self.errors, self.standing)

    @property
    def standing(self) -> tuple[tuple[int, str, str, str], ...]:
        """At which lines the threads of a deadlock wait for what: not which of twins."""
        if self.kind != "deadlock":
            return ()
        return tuple(
            sorted(
                (waiter.line, waiter.wait.what, waiter.wait.kind, waiter.wait.name)
                for waiter in self.waits
            )
        )

    @property
    def sentences(self) -> list[str]:
        """How it ended: a sentence for each thread that decided it."""
        if self.waits:
            return [waiter.sentence for waiter in self.waits]
        if self.limited:
            return [f"did not end within {self.limited:,} steps"]
        if self.errors:
            return [error.sentence for error in self.errors]
        if self.status:
            return [f"exits with status {self.status}"]
        return ["all threads came to their end"]

    @property
    def detail(self) -> str:
        """How it ended, on one line for a person."""
        return "; ".join(self.sentences)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "output": self.output,
            "status": self.status,
            "errors": [error.as_json() for error in self.errors],
            "waits": [waiter.as_json() for waiter in self.waits],
            "detail": self.detail,
            "count": self.count,
            "schedule": self.schedule,
        }
