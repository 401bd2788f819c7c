"""The stacks of simulated threads where the system has no threads: in a page.

Each is a promising call into Python, which WebAssembly can leave in the middle
(JSPI).  To switch is to wait at a gate, which lets another one go on once the present
stack is left.  A stack whose thread has ended waits for the next thread.
"""

from __future__ import annotations

import asyncio
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

    `gate(own, following)` is JavaScript's half: whoever waits at the `way` that it
    returns leaves the stack `own`, and `following` goes on.
    """

    def __init__(self, gate: Callable[[int, int], Any]) -> None:
        self._gate = gate
        #: By the numbers of who leaves and of who goes on.
        self._ways: dict[tuple[int, int], Any] = {}
        self._way: Any = None
        self._made = 0
        #: Stacks without a thread.
        self._idle: list[int] = []
        self._bodies: dict[int, Callable[[], Callable[[], None]]] = {}
        self._frames: dict[Any, list[FrameType]] = {}
        self._next = CONTROLLER
        #: Somebody could not be ended: nothing more may run here.
        self.spent = False
        self._future = asyncio.ensure_future
        asyncio.ensure_future = self._as_it_is

    def _as_it_is(self, waited: Any, **options: Any) -> Any:
        """What `run_sync` makes of what it is given: of a way nothing, it waits there.

        A future of asyncio would be resolved by two callbacks of its event loop, which
        are promising calls in turn: forty times as slow.
        """
        return waited if waited is self._way else self._future(waited, **options)

    def spawn(self, task: Any, body: Callable[[], Callable[[], None]]) -> None:
        if task.tid > MOST:
            raise unexplorable(f"starts more than {MOST} threads")
        if not self._idle:
            self._made += 1
            self._idle.append(self._made)
        task.stack = self._idle.pop()
        self._bodies[task.stack] = body

    def begin(self, own: int) -> None:
        """The whole life of a stack; after it the controller goes on."""
        while own in self._bodies:
            self._bodies.pop(own)()()
            self._idle.append(own)
            self._leave(own)

    def _leave(self, own: int) -> None:
        """Let the next one go on, until somebody lets `own` go on."""
        ends = own, self._next
        way = self._ways.get(ends)
        if way is None:
            way = self._ways[ends] = self._gate(*ends).way
        self._way = way
        run_sync(way)

    def resume(self, task: Any) -> None:
        self._next = task.stack

    def park(self, task: Any) -> None:
        if not can_run_sync():
            raise unexplorable("waits in what C has called through JavaScript")
        # A stack that is left is moved away, and links of frames into it with it.
        self._frames[task] = walk(sys._getframe(1))
        # All simulated threads run on one of the system: who is it?
        monitor.leave()
        self._leave(task.stack)
        monitor.enter(task)
        del self._frames[task]

    def frames(self, task: Any) -> list[FrameType]:
        if monitor.current() is task:
            return walk(sys._getframe(1))
        return self._frames.get(task, [])

    def wait(self, seconds: float) -> bool:
        # A call into C that doesn't end stops this one too: the page has a watchdog.
        self._leave(CONTROLLER)
        return True

    def wake(self) -> None:
        self._next = CONTROLLER

    def close(self) -> None:
        self.spent = bool(self._frames)
        self._bodies.clear()
        self._frames.clear()
        # The collector of garbage gets lost in stacks that are left (pyodide#6464).
        while self._idle:
            self._next = self._idle.pop()
            self._leave(CONTROLLER)
        self._made = 0
