"""A simulated thread, as the layers of a run see it."""

from __future__ import annotations

from types import FrameType
from typing import Any, Final

from scheduler.engine.records import Call, Pending
from scheduler.model.contract import Thread
from scheduler.model.strategy import Event

__all__ = ["EXIT", "FOLLOWED", "MAIN_ENDS", "Quiet", "Task"]

#: The site of a thread's end.
EXIT: Final = -1
#: In place of a number in `Task.met`: the step began with what others may follow.
FOLLOWED: Final = -2
#: Where the main thread is once it is over: a site that no instruction has.
MAIN_ENDS: Final = -2


class Task:
    """A simulated thread; `tid` 1 is the main thread."""

    name = ""
    #: Where it runs: its backend's.
    stack: Any = None
    daemon = False
    done = False
    started = False
    prologue = False
    pending: Pending | None = None
    idx = 0
    event: Event
    head: Event
    named = 0
    #: The call into C that was made last and may call back.
    call: Call | None = None
    handle: Any = None
    frame: FrameType | None = None
    thread: Any = None
    starter: Task | None = None
    #: The event that was completed last.
    events_done: Event | None = None
    alone = False
    last_key: Any = None
    #: `quiet` as it was before an import that is going on.
    importing: int | None = None
    #: The frame of what it does in one step, in a real module that has a lock.
    atomic: FrameType | None = None
    #: How many modules it is executing as the only thread.
    alone_in = 0
    #: The library starts it, or another for it, which is one step.
    starting = False
    #: It has stopped before the start already.
    stopped = False
    #: Where a GIL build could have handed over in the step: before anything
    #: that another thread can see, and after everything that it can.
    hands_first = hands_last = False
    seen = False

    def __init__(self, run: Any, tid: int) -> None:
        #: The run that it belongs to: of a layer above this.
        self.run = run
        self.tid = tid
        self.bit = 1 << tid
        #: Above 0 while what it does is the engine's own: no stops, no record.
        self.quiet = 0
        self.site = 0
        self.writes = 0
        self.touched: list[tuple[Any, bool]] | None = None
        self.clock: list[float] = []
        self.reads: dict[Any, None] = {}
        self.loops: dict[int, Any] = {}
        self.fired: dict[Any, int] = {}
        #: How many random numbers that have no seed it has drawn.
        self.draws = 0
        #: Instructions of the program's own that call or write: see `Site.acts`.
        self.own = 0
        #: By what is counted in `fired`: what it was like when that fired last.
        self.polls: dict[Any, tuple[int, list[Any]]] = {}
        #: Of these, where it does more between two firings than to wait again.
        self.busy: set[Any] = set()
        self.after: set[int] = set()
        #: By the `id` of the frame of a function that C has called: that call.
        self.callbacks: dict[int, Call] = {}
        self.locals: list[Any] = []
        #: By the `id` of a frame: where it calls, what that makes, and since when.
        self.expected: dict[int, tuple[int, type, int]] = {}
        #: The instruction of the library, which has no stops of its own, that it is at,
        #: times `INNER`, and to how many of these it has come.
        self.inner = self.within = 0
        #: At which of them it met others in this step, or `FOLLOWED`; -1 for neither.
        self.met = -1

    @property
    def time(self) -> float:
        """Its simulated seconds: in its clock, where no thread has a place, so that it is
        never earlier than what happened before."""
        return self.clock[0]

    @time.setter
    def time(self, seconds: float) -> None:
        self.clock[0] = seconds
        if not self.run.solo:
            self.run.ticked.add(self.tid)

    def may_hand_over(self) -> None:
        """A GIL build's interpreter can switch to another thread here."""
        self.hands_last = True
        if not self.seen:
            self.hands_first = True

    def begins(self, first: bool) -> None:
        """A reader's step begins; before the `first` a GIL build can switch."""
        self.hands_first = first
        self.hands_last = self.seen = False

    def shows(self) -> None:
        """The thread does what another thread can see."""
        self.seen = True
        self.hands_last = False

    def __repr__(self) -> str:
        return f"<Task {self.tid}>"


class Quiet:
    """What `thread` does while this is entered is the engine's own.

    Outside of the program's threads, where there is none, it changes nothing.
    """

    __slots__ = ("thread",)

    def __init__(self, thread: Thread | None) -> None:
        self.thread = thread

    def __enter__(self) -> None:
        if self.thread is not None:
            self.thread.quiet += 1

    def __exit__(self, *exc: object) -> None:
        if self.thread is not None:
            self.thread.quiet -= 1
