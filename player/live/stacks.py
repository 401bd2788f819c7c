"""The stacks of simulated threads where the system has no threads: in a page.

Each is a promising call into Python, which WebAssembly can leave in the middle
(JSPI).  A switch is one call into JavaScript that returns one promise: it lets
the next one go on, and ends when somebody lets this one go on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from pyodide.ffi import can_run_sync, run_sync

from scheduler.bytecode import monitor
from scheduler.engine.backend import walk
from scheduler.world.modules import unexplorable

__all__ = ["Stacks"]

#: The controller's stack, beside those of the simulated threads, by their numbers.
CONTROLLER = 0
#: How many threads of a program there can be: a page has to hold all their stacks.
MOST = 100


class Stacks:
    """One promising call per simulated thread.

    `swap(own, other)` is JavaScript's half; it begins a stack that is not there
    yet with `begin`.
    """

    def __init__(self, swap: Callable[[int, int], Any]) -> None:
        self._swap = swap
        self._bodies: dict[int, Callable[[], Callable[[], None]]] = {}
        self._frames: dict[Any, list[FrameType]] = {}
        self._next = CONTROLLER
        #: Somebody could not be ended: nothing more may run here.
        self.spent = False

    def spawn(self, task: Any, body: Callable[[], Callable[[], None]]) -> None:
        if task.tid > MOST:
            raise unexplorable(f"starts more than {MOST} threads")
        self._bodies[task.tid] = body

    def begin(self, tid: int) -> int:
        """The whole life of a stack; who goes on after it."""
        self._bodies.pop(tid)()()
        return self._next

    def resume(self, task: Any) -> None:
        self._next = task.tid

    def park(self, task: Any) -> None:
        if not can_run_sync():
            raise unexplorable("waits in what C has called through JavaScript")
        # A stack that is left is moved away, and links of frames into it with it.
        self._frames[task] = walk(sys._getframe(1))
        # All simulated threads run on one of the system: who is it?
        monitor.leave()
        run_sync(self._swap(task.tid, self._next))
        monitor.enter(task)
        del self._frames[task]

    def frames(self, task: Any) -> list[FrameType]:
        if monitor.current() is task:
            return walk(sys._getframe(1))
        return self._frames.get(task, [])

    def wait(self, seconds: float) -> bool:
        # A call into C that doesn't end stops this one too: the page has a watchdog.
        run_sync(self._swap(CONTROLLER, self._next))
        return True

    def wake(self) -> None:
        self._next = CONTROLLER

    def close(self) -> None:
        self.spent = bool(self._frames)
        self._bodies.clear()
        self._frames.clear()
