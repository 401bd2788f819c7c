"""Where simulated threads really run: three calls, one implementation here.

`player/live/stacks.py` has another, for a place without threads.

A backend gives every simulated thread a stack of its own and lets exactly
one of them run at a time:

* `spawn(task, body)` gives the task a stack; it runs at its first `resume`;
* `resume(task)` lets a parked task go on; the caller must park or end next;
* `park(task)`, called by the running task itself, returns when resumed.

`OSThreads` gates real threads with locks and keeps them for later runs.  Only
one of them ever runs, so they share one processor where the system lets them
choose: waking a thread on another one costs several times as much.
"""

from __future__ import annotations

import _thread
import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

__all__ = ["Backend", "OSThreads", "place", "use", "walk"]


class Backend(Protocol):
    """What the engine asks of the place where simulated threads run."""

    def spawn(self, task: Any, body: Callable[[], Callable[[], None]]) -> None:
        """`body` returns what hands over to the next one, called at the very end."""
        ...

    def resume(self, task: Any) -> None: ...

    def park(self, task: Any) -> None: ...

    def frames(self, task: Any) -> list[FrameType]:
        """The frames of `task`, which has begun and not ended, innermost first."""
        ...

    def wait(self, seconds: float) -> bool:
        """Called by the controller: wait for `wake`; false after `seconds`."""
        ...

    def wake(self) -> None:
        """Called by the last running task: let the controller go on."""
        ...

    def close(self) -> None: ...


def walk(frame: FrameType | None) -> list[FrameType]:
    """The frames of a stack, from `frame` on outwards."""
    frames = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    return frames


def _processor() -> set[int] | None:
    """One of the processors this process may use; the same one each time."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = sorted(os.sched_getaffinity(os.getpid()))
    return {allowed[os.getpid() % len(allowed)]}


def pin(processors: set[int] | None) -> set[int] | None:
    """Let the calling thread run on `processors`; returns where it might before."""
    if processors is None or not hasattr(os, "sched_setaffinity"):
        return None
    before: set[int] = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, processors)
    except OSError:
        return None
    return before


def schedule(policy: int | None) -> int | None:
    """Let the system schedule the calling thread so; returns how it did before."""
    if policy is None or not hasattr(os, "sched_setscheduler"):
        return None
    before = os.sched_getscheduler(0)
    if before not in (os.SCHED_OTHER, os.SCHED_BATCH):
        return None  # somebody else's decision, with a priority of its own
    try:
        os.sched_setscheduler(0, policy, os.sched_param(0))
    except OSError:
        return None
    return before


#: Whoever is woken doesn't interrupt: it would find the interpreter's lock taken,
#: and go to sleep again.
PATIENT = getattr(os, "SCHED_BATCH", None)


class _Worker:
    __slots__ = ("body", "gate", "gone", "ident")

    def __init__(self) -> None:
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.gone = _thread.allocate_lock()
        self.gone.acquire()
        self.body: Callable[[], Callable[[], None]] | None = None
        self.ident = 0

    def loop(self) -> None:
        self.ident = _thread.get_ident()
        pin(_processor())
        schedule(PATIENT)
        try:
            while True:
                self.gate.acquire()
                body = self.body
                if body is None:
                    return
                self.body = None
                hand_over = body()
                body = None
                hand_over()
        finally:
            self.gone.release()


class OSThreads:
    """One operating-system thread per simulated thread, gated by locks."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._controller = _thread.allocate_lock()
        self._controller.acquire()
        self._before = pin(_processor()), schedule(PATIENT)

    def spawn(self, task: Any, body: Callable[[], Callable[[], None]]) -> None:
        if self._idle:
            worker = self._idle.pop()
        else:
            worker = _Worker()
            self._all.append(worker)
            _thread.start_new_thread(worker.loop, ())
        task.stack = worker

        def run() -> Callable[[], None]:
            hand_over = body()
            self._idle.append(worker)
            return hand_over

        worker.body = run

    def resume(self, task: Any) -> None:
        task.stack.gate.release()

    def park(self, task: Any) -> None:
        task.stack.gate.acquire()

    def frames(self, task: Any) -> list[FrameType]:
        return walk(sys._current_frames().get(task.stack.ident))

    def wait(self, seconds: float) -> bool:
        return self._controller.acquire(True, seconds)

    def wake(self) -> None:
        self._controller.release()

    def close(self) -> None:
        """End the idle threads and wait for them; a stuck one is left."""
        processors, policy = self._before
        pin(processors)
        schedule(policy)
        idle, self._idle = self._idle, []
        for worker in idle:
            worker.body = None
            worker.gate.release()
        for worker in idle:
            worker.gone.acquire(True, 5.0)
        self._all = [worker for worker in self._all if worker not in idle]


_made: Callable[[], Backend] = OSThreads


def use(made: Callable[[], Backend]) -> None:
    """From now on, simulated threads run on what `made` returns."""
    global _made
    _made = made


def place() -> Backend:
    """A place for the threads of one exploration."""
    return _made()
