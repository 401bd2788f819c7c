"""The stacks of simulated threads where the system has no threads: in a page.

Each is a promising call into Python, which WebAssembly can leave in the middle
(JSPI).  To switch is to open the gate of the next one, and to wait at one's own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
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


class _Gate:
    """What a stack waits at, as the future that `run_sync` wants.

    A promise of JavaScript would become a future of asyncio, and each switch two
    callbacks of its event loop, which are promising calls in turn: ten times as slow.
    """

    _asyncio_future_blocking = False

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._opened: Callable[[_Gate], None] | None = None

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def __await__(self) -> Iterator[_Gate]:
        yield self

    def add_done_callback(
        self, callback: Callable[[_Gate], None], *, context: Any = None
    ) -> None:
        """Called where somebody waits: it resolves the promise that they left for."""
        self._opened = callback

    def result(self) -> None: ...

    def exception(self) -> None: ...

    def cancelled(self) -> bool:
        return False

    def open(self) -> None:
        """Whoever waits here goes on as soon as the present stack is left."""
        opened, self._opened = self._opened, None
        assert opened is not None
        opened(self)


class Stacks:
    """One promising call per simulated thread.

    `start(tid)` is JavaScript's half: it calls `begin` once the present stack is left.
    """

    def __init__(self, start: Callable[[int], None]) -> None:
        self._start = start
        self._loop = asyncio.get_event_loop()
        #: By number: those that wait.
        self._gates: dict[int, _Gate] = {}
        self._bodies: dict[int, Callable[[], Callable[[], None]]] = {}
        self._frames: dict[Any, list[FrameType]] = {}
        self._next = CONTROLLER
        #: Somebody could not be ended: nothing more may run here.
        self.spent = False

    def spawn(self, task: Any, body: Callable[[], Callable[[], None]]) -> None:
        if task.tid > MOST:
            raise unexplorable(f"starts more than {MOST} threads")
        self._bodies[task.tid] = body

    def begin(self, tid: int) -> None:
        """The whole life of a stack."""
        self._bodies.pop(tid)()()
        self._go_on()

    def _go_on(self) -> None:
        """Let the next one go on, once the present one is left."""
        gate = self._gates.pop(self._next, None)
        if gate is not None:
            gate.open()
        else:
            self._start(self._next)

    def _leave(self, own: int) -> None:
        """Let the next one go on, until somebody lets `own` go on."""
        self._go_on()
        gate = self._gates[own] = _Gate(self._loop)
        run_sync(gate)

    def resume(self, task: Any) -> None:
        self._next = task.tid

    def park(self, task: Any) -> None:
        if not can_run_sync():
            raise unexplorable("waits in what C has called through JavaScript")
        # A stack that is left is moved away, and links of frames into it with it.
        self._frames[task] = walk(sys._getframe(1))
        # All simulated threads run on one of the system: who is it?
        monitor.leave()
        self._leave(task.tid)
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
