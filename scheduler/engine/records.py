"""What a run keeps: what a thread is about to do, and what is known."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, Final

__all__ = ["Call", "Observer", "Pending", "Settings"]

#: How often a timeout at one line may fire while other threads can run.
FIRES: Final = 3
#: How often a sleep at one line may end meanwhile; one of a daemon thread, that nobody
#: waits for, as often as a timeout.
SLEEPS: Final = 20
#: Steps in one run before it is taken never to end.
STEPS: Final = 20_000
#: Seconds without a step after which a thread is taken to block in C.
PATIENCE: Final = 5.0


class Pending:
    """What a thread is about to do at a primitive, and when it can."""

    __slots__ = ("key", "kind", "owner", "prim", "ready", "seconds", "yields")

    def __init__(
        self,
        kind: str,
        prim: Any = None,
        ready: Callable[[], bool] | None = None,
        seconds: float | None = None,
        yields: bool = False,
    ) -> None:
        self.kind = kind
        self.prim = prim
        self.ready = ready
        self.seconds = seconds
        self.yields = yields
        self.key: Any = None


class Settings:
    """What one exploration learns and every run of it shares."""

    def __init__(
        self,
        granularity: str,
        full: bool = False,
        learns: bool = True,
        records: bool = True,
    ) -> None:
        self.granularity = granularity
        self.full = full
        #: Whether a reader's step never ends within a line.
        self.whole_lines = False
        #: Whether what comes first in a reader's step is told apart from what follows:
        #: another thread may meet that alone.
        self.apart = False
        #: Whether what a run reads and writes is recorded.
        self.records = records
        #: Whether what a run shows of the program decides how the next are made.
        self.learns = learns
        #: Sites where a race was seen: the strategy is asked there.
        self.racy: set[int] = {0}
        #: Instructions, those of the library too, at which two threads were seen to meet.
        self.meets: set[int] = set()
        #: Names of attributes that are written on classes.
        self.class_names: set[str | None] = set()
        #: The program sets attributes of classes that are not its own.
        self.patches = False
        #: The program changes what its builtins are.
        self.builtins = False
        #: By name, since each run makes its classes anew: those whose objects cannot
        #: be told apart from run to run.
        self.coarse: dict[tuple[str, str], int] = {}
        #: All attributes of an object are one location; 2: those of modules too.
        self.whole_objects = 0
        #: Told of code outside the program that a run enters for the first time.
        self.adopted: Callable[[CodeType], None] | None = None
        self.enumerates = False
        #: Where locks are made that are tried, looked at, or released by several threads.
        self.tried: set[Any] = set()
        #: A thread other than the main one starts threads.
        self.starters = False
        #: Something was done that conflicts with whatever other threads do.
        self.everything = False
        #: Why the set is not settled, whatever is run.
        self.unsettled = ""
        #: What a run did is still there in the next one, and in another exploration.
        self.stays = False
        #: The program uses files, the environment or others of the process's things:
        #: its runs are kept apart from it and from one another.
        self.system = False
        self.steps = STEPS
        self.fires = FIRES
        self.sleeps = SLEEPS
        self.patience = PATIENCE


class Call:
    """A call into C at the offset `at` of a frame, and what it touches.

    The frame is known by its `id` alone: its locals must not outlive it.
    """

    __slots__ = ("at", "frame", "touched", "writes")

    def __init__(self, frame: int, at: int) -> None:
        self.frame = frame
        self.at = at
        self.touched: list[tuple[Any, bool]] = []
        #: Whether it writes to what functions of the program hand it meanwhile.
        self.writes = False


class Observer:
    """Told of all that a run does, which it sees; it decides nothing.

    Whoever derives from it replaces what it wants to know of.  It is told in the thread
    that does it: what it executes of code outside of the engine has to be quiet.
    """

    def reset(self) -> None:
        """A run begins."""

    def asked(self, run: Any, task: Any) -> None:
        """It is to be decided who goes on after a step of `task`."""

    def chose(self, run: Any, chosen: Any) -> None:
        """The thread `chosen` goes on; `None` ends the run."""

    def step(self, run: Any, task: Any, site: Any, frame: FrameType | None) -> None:
        """`task` begins a step, at an instruction or at a primitive."""

    def touched(self, run: Any, task: Any, value: Any, label: Any, write: bool) -> None:
        """`task` reads or writes `label` of `value`."""

    def operated(self, run: Any, task: Any, prim: Any, kind: str) -> None:
        """`task` has done `kind` to a primitive."""

    def wrote(self, run: Any, task: Any, text: str) -> None:
        """`task` writes to standard output."""
