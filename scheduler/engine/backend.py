"""Where simulated threads really run: three calls, one implementation here.

`player/live/stacks.py` has another, for a place without threads.

A backend gives every simulated thread a stack of its own and lets exactly
one of them run at a time:

* `spawn(task, body)` gives the task a stack; it runs at its first `resume`;
* `resume(task)` lets a parked task go on; the caller must park or end next;
* `park(task)`, called by the running task itself, returns when resumed.

`OSThreads` gates real threads with locks and keeps them for later runs.  Only
one of them ever runs, so they share one processor where the system lets them
choose: waking a thread on another one costs several times as much.  It is the one
on which the system has just put the process; where others want it too, the system
chooses from then on, and schedules as it did before.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, Protocol

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


#: The number of the processor that the calling thread is on.
_present: Callable[[], int] | None = (
    getattr(ctypes.CDLL(None), "sched_getcpu", None)
    if sys.platform == "linux"
    else None
)


def _processor() -> set[int] | None:
    """The processor that this thread is on, of those it may use."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = os.sched_getaffinity(0)
    here = _present() if _present is not None else min(allowed)
    return {here} & allowed or {min(allowed)}


def pin(processors: set[int] | None, native: int = 0) -> set[int] | None:
    """Let a thread run on `processors`; returns where it might before.

    It is the one that the system knows as `native`, or the calling one.
    """
    if processors is None or not hasattr(os, "sched_setaffinity"):
        return None
    try:
        before: set[int] = os.sched_getaffinity(native)
        os.sched_setaffinity(native, processors)
    except OSError:
        return None
    return before


def schedule(policy: int | None, native: int = 0) -> int | None:
    """Let the system schedule a thread so, as in `pin`; returns how it did before."""
    if policy is None or not hasattr(os, "sched_setscheduler"):
        return None
    try:
        before = os.sched_getscheduler(native)
        if before not in (os.SCHED_OTHER, os.SCHED_BATCH):
            return None  # somebody else's decision, with a priority of its own
        os.sched_setscheduler(native, policy, os.sched_param(0))
    except OSError:
        return None
    return before


#: Whoever is woken doesn't interrupt: it would find the interpreter's lock taken,
#: and go to sleep again. Nor does it interrupt others then, so where they want the
#: processor too, each of ours would wait until they have had their turn.
PATIENT = getattr(os, "SCHED_BATCH", None)


#: Seconds after which it is looked how much of them a process got of its processor, and
#: how much it gets at least where it has that for itself.
SHARED: Final = 0.25
ALONE: Final = 0.8


class _Worker:
    """A thread.  It is let run where, and as, that which started it is."""

    __slots__ = ("body", "gate", "gone", "ident", "native")

    def __init__(self) -> None:
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.gone = _thread.allocate_lock()
        self.gone.acquire()
        self.body: Callable[[], Callable[[], None]] | None = None
        self.ident = self.native = 0

    def loop(self) -> None:
        self.ident = _thread.get_ident()
        self.native = _thread.get_native_id()
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
        self._processor = _processor()
        self._before = pin(self._processor), schedule(PATIENT)
        self._since = time.perf_counter(), time.process_time()

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
        if (
            self._processor is not None
            and time.perf_counter() > self._since[0] + SHARED
        ):
            self._share()
        return self._controller.acquire(True, seconds)

    def _share(self) -> None:
        """Leave the processor to others, if there are any on it."""
        now = time.perf_counter(), time.process_time()
        elapsed, used = (
            after - before for after, before in zip(now, self._since, strict=True)
        )
        self._since = now
        if used >= ALONE * elapsed:
            return
        self._processor = None
        processors, policy = self._before
        for native in (0, *(worker.native for worker in self._all if worker.native)):
            pin(processors, native)
            schedule(policy, native)

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
