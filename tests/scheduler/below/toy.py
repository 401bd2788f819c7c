"""Runs without a program: the parts of the engine, each by itself.

`Desk` has threads without stacks: the test says which of them does what, and the
calling thread does it at once.  `Play` has stacks: plain functions on the simulated
primitives, under a schedule that the test gives.  Neither explores anything.
"""

from __future__ import annotations

import builtins
import dis
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, CoroutineType, FunctionType, ModuleType, SimpleNamespace
from typing import Any, Self

from scheduler.bytecode import monitor
from scheduler.engine.backend import place
from scheduler.engine.records import Settings
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill
from scheduler.model.strategy import Candidate, Event, Place, Strategy
from scheduler.world import primitives, world

#: The file of all code that a toy run takes for its program.
FILE = "toy.py"
#: Names that `compiled` makes parameters, and so local.
PARAMETERS = ("x", "y", "z")
_BUILTINS = frozenset(vars(builtins))


class Still(Strategy):
    """The running thread goes on as long as it can."""

    always = True

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate | None:
        """The same thread again."""
        return place.running if place.running in among else None


class Scripted(Strategy):
    """The thread of a schedule, one at each choice; the lowest where it can't go on."""

    always = True

    def __init__(self, schedule: list[int]) -> None:
        self.schedule = list(schedule)
        #: At each choice: who could be chosen, but by a timeout that is tired.
        self.among: list[list[int]] = []
        #: How often it was told that no thread goes on.
        self.ends = 0

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        """The next of the schedule that can go on."""
        if place.tired:
            return among[0]
        self.among.append([other.tid for other in among])
        wanted = self.schedule.pop(0) if self.schedule else 0
        return next((other for other in among if other.tid == wanted), among[0])

    def ended(self, waiting: Sequence[Event]) -> None:
        """No thread goes on."""
        self.ends += 1


def unseen(strategy: Any) -> Any:
    """A strategy of a test, whose own code is nobody's program."""
    for cls in type(strategy).__mro__:
        for function in vars(cls).values():
            if isinstance(function, FunctionType):
                monitor.ignore(function.__code__)
    return strategy


def no_world() -> Any:
    """What a run asks of its world, where there is none."""

    def nothing(*_: Any) -> None: ...

    imports = SimpleNamespace(
        lasts=nothing,
        patch=nothing,
        registers=nothing,
        keep=nothing,
        is_own=lambda cls: True,
        told=[],
    )
    return SimpleNamespace(
        path=FILE,
        strict=True,
        builtins=builtins,
        looks_at_main=False,
        imports=imports,
        outside=lambda name, args: "",
        draws=lambda task, generator: False,
    )


def compiled(space: dict[str, Any], body: str, name: str = "f") -> FunctionType:
    """The function `name` of a body, with the globals `space`."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    made: dict[str, Any] = {}
    head = f"def {name}({', '.join(f'{p}=None' for p in PARAMETERS)}):\n"
    exec(compile(head + lines, FILE, "exec"), space, made)
    function: FunctionType = made[name]
    return function


def tidy(space: dict[str, Any]) -> None:
    """Close what a setup has opened or begun."""
    for value in space.values():
        if issubclass(type(value), (io.IOBase, CoroutineType)):
            value.close()


def opcodes(code: CodeType) -> set[str]:
    """The instructions of some code and of the code nested in it."""
    found = {i.opname for i in dis.get_instructions(code)}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= opcodes(constant)
    return found


def _is_module(value: Any, name: Any) -> bool:
    """Whether `name` is that of a module which a setup has imported."""
    known = isinstance(value, ModuleType) and value.__name__ in sys.modules
    return known and name not in PARAMETERS


class Desk:
    """A run of some threads, each of which does what the test says, at once.

    >>> with Desk("x = []") as desk:
    ...     desk.does(1, "x.append(1)")
    ...     desk.footprint(1)
    'writes x'
    """

    def __init__(
        self,
        setup: str = "",
        granularity: str = "opcode",
        threads: int = 2,
        alone: bool = False,
        settings: Settings | None = None,
    ) -> None:
        self.settings = settings or Settings(granularity, learns=False)
        # Else the first look at the process would begin anew, in its own folder.
        self.settings.system = True
        self.run = Run(self.settings, Still(), None)  # type: ignore[arg-type]
        self.run.world = no_world()
        self.run.program = lambda name: name == FILE
        self.codes: list[CodeType] = []
        self.space: dict[str, Any] = {"__name__": "toy"}
        self.threads = threads
        self.alone = alone
        self.setup = setup
        self.acting = 1

    def __enter__(self) -> Self:
        monitor.use()
        run = self.run
        first = run.new_task(None)
        first.started, first.quiet = True, 1
        run.begin(first)
        run.namespaces.add(identity(self.space))
        run.elder(self.space)
        exec(compile(self.setup, FILE, "exec"), self.space)
        for value in list(self.space.values()):
            run.meet(first, value)
        if not self.alone:
            self.part()
        return self

    def __exit__(self, *exc: object) -> None:
        monitor.leave()
        monitor.discard(self.codes)
        monitor.release()
        tidy(self.space)

    def part(self) -> None:
        """The other threads begin: what any does from here on has no order."""
        run = self.run
        first = run.tasks[0]
        for _ in range(self.threads - 1):
            task = run.new_task(first)
            task.started, task.quiet = True, 1
            run.begin(task)
        run.complete(first)
        run.begin(first)
        run.solo = False

    def turn(self, tid: int) -> Task:
        """The thread `tid` acts: the event of whoever did is over."""
        if self.acting != tid:
            self.next(self.acting)
        self.acting = tid
        return self.run.tasks[tid - 1]

    @contextmanager
    def thread(self, tid: int) -> Iterator[Task]:
        """What is done here, with primitives, the thread `tid` does."""
        task = self.turn(tid)
        monitor.enter(task)
        self.run.running = task
        task.quiet = 0
        # The test's own code is nobody's.
        sys.monitoring.set_events(monitor._tool, 0)
        try:
            yield task
        finally:
            sys.monitoring.set_events(monitor._tool, sys.monitoring.events.PY_START)
            task.quiet = 1
            monitor.leave()

    def does(self, tid: int, what: str | FunctionType) -> Any:
        """The thread `tid` executes the body `what`, or a function of the setup.

        Returns:
            What it returns; the exception, if it raises one.
        """
        function = compiled(self.space, what) if isinstance(what, str) else what
        own = function.__code__.co_argcount == len(PARAMETERS)
        given = [self.space.get(name) for name in PARAMETERS] if own else []
        monitor.adopt(function.__code__, True)
        self.codes.append(function.__code__)
        task = self.turn(tid)
        monitor.enter(task)
        self.run.running = task
        task.quiet = 0
        try:
            result = function(*given)
        except Exception as error:
            result = error
        finally:
            task.quiet = 1
            monitor.leave()
        return result

    def access(self, tid: int, write: bool, location: Any) -> None:
        """The thread `tid` reads or writes a location."""
        self.run.access(self.turn(tid), location, write)

    def everything(self, tid: int) -> None:
        """The thread `tid` does what may touch whatever there is."""
        self.run.everything(self.turn(tid))

    def next(self, tid: int) -> Task:
        """The thread `tid` goes on in an event of its own."""
        task = self.run.tasks[tid - 1]
        self.run.complete(task)
        self.run.begin(task)
        return task

    # ---------------------------------------------------- what was recorded

    def events(self, tid: int) -> list[Event]:
        """What the thread `tid` did, event by event, once it began."""
        done = [event for event in self.run.events if event.tid == tid]
        return [*done, self.run.tasks[tid - 1].head]

    def footprint(self, tid: int) -> str:
        """What the thread `tid` touched of what others can know, in words.

        Not: what it made itself, the names of builtins, and modules.
        """
        found: dict[str, int] = {}
        for event in self.events(tid):
            for location, mode in event.footprint.items():
                name = self.named(location)
                found[name] = max(mode, found.get(name, 0))
        found.pop("", None)
        words = []
        for verb, wanted in (("reads", 1), ("writes", 2)):
            names = sorted(name for name, mode in found.items() if mode == wanted)
            if names:
                words.append(f"{verb} {', '.join(names)}")
        return "; ".join(words) or "nothing"

    def named(self, location: Any) -> str:
        """A location in words: `x` for all that it holds, `x.n`, `global n`, `system`."""
        first, field = location[0], (*location, 0)[1]
        if not isinstance(first, int):
            return " ".join(str(part) for part in location)
        owner = self.variable(first)
        if owner == "global":
            held = self.space.get(field)
            if field in _BUILTINS or field == "__name__" or _is_module(held, field):
                return ""
            return f"global {field}" if field else "globals"
        return f"{owner}.{field}" if field and owner else owner

    def variable(self, number: int) -> str:
        """The variable of the setup that holds the object called `number`."""
        for known in self.run.names.values():
            if known[2] == number:
                value = known[0]() if known[1] else known[0]
                if value is self.space:
                    return "global"
                for name, held in self.space.items():
                    dictionary = getattr(held, "__dict__", self)
                    if not _is_module(held, name) and (
                        value is held or value is dictionary
                    ):
                        return name
        return ""

    @property
    def learned(self) -> list[str]:
        """What was seen of the program that the runs before did not know."""
        new = Settings("opcode", learns=False)
        return [
            name
            for name in ("builtins", "class_names", "coarse", "enumerates", "everything",
                         "starters", "tried", "unsettled", "whole_objects")
            if getattr(self.settings, name) != getattr(new, name)
        ]  # fmt: skip

    @property
    def met(self) -> bool:
        """Whether two threads were seen to do what has no order, and conflicts."""
        return self.settings.racy != {0} or any(
            event.races for task in self.run.tasks for event in self.events(task.tid)
        )

    def knows(self, tid: int, other: int) -> bool:
        """Whether all that `other` has done came before what `tid` does next."""
        task, last = self.run.tasks[tid - 1], self.run.tasks[other - 1]
        event = last.event
        if not event.footprint and last.events_done is not None:
            event = last.events_done
        return task.clock[other] >= event.idx


def touched(setup: str, what: str | None) -> str:
    """The footprint of one thread's `what`, or of the function `f` of the setup."""
    settings = None
    while True:
        with Desk(setup, settings=settings) as desk:
            learned = desk.learned
            desk.does(2, what if what is not None else desk.space["f"])
            if desk.learned == learned:
                return desk.footprint(2)
        # As a search does: begin anew, and know it.
        settings = desk.settings


def conflict(setup: str, one: str, two: str) -> bool:
    """Whether two threads that do first `one`, then `two` are seen to meet."""
    settings = None
    while True:
        with Desk(setup, settings=settings) as desk:
            learned = desk.learned
            desk.does(1, one)
            desk.does(2, two)
            with desk.thread(2) as task:
                # Its end is seen: whatever touched everything conflicts with that.
                desk.run.access(task, ("done",), True)
            if desk.learned == learned:
                return desk.met
        settings = desk.settings
        settings.racy.clear()
        settings.racy.add(0)


class Play:
    """Plain functions as the threads of a run, on stacks of their own.

    `body` is the main thread's; it starts others with `start`, and writes what
    happens with `log`.

    Attributes:
        log: What the threads wrote.
        run: The run; its kind, waits, trace and events say how it went.
        strategy: Who decided; `among` says who could be chosen.
    """

    def __init__(
        self,
        body: Callable[[Play], None],
        schedule: list[int] | None = None,
        *,
        full: bool = True,
        strategy: Any = None,
        fires: int = 3,
    ) -> None:
        self.log: list[Any] = []
        self.strategy = strategy or Scripted(schedule or [])
        settings = Settings("opcode", full=full, learns=False)
        settings.system = True
        settings.fires = fires
        backend = place()
        monitor.use()
        # No stops but those of primitives, and no record but theirs.
        sys.monitoring.set_events(monitor._tool, 0)
        try:
            self.run = Run(settings, self.strategy, backend)
            self.run.world = no_world()
            self.run.execute(self._body(body))
        finally:
            backend.close()
            monitor.release()
        if self.run.failure is not None:
            raise self.run.failure

    def _body(self, body: Callable[[Play], None]) -> Callable[[Run, Task], None]:
        def main(run: Run, task: Task) -> None:
            try:
                body(self)
            except Kill:
                raise
            except Exception as error:
                run.error(task, error)
            if any(other.started and not other.done for other in run.tasks[1:]):
                run.stop(task, "exit")
                run.leave(task)
            else:
                run.complete(task)
            run.end("exception" if run.errors else "finished")
            raise Kill

        return main

    def start(self, function: Callable[[], Any], daemon: bool = False) -> Any:
        """Start a thread; returns its handle."""
        handle = primitives.ThreadHandle()
        world._start(self.run.world, function, handle, daemon, False)
        return handle

    @property
    def trace(self) -> list[int]:
        """The thread of each step."""
        return self.run.trace
