"""The world of one program, in which runs are made one after another.

What the interpreter has only one of (its instrumentation, its collection of garbage, the
threads that stand for the program's) is a session's from its entry to its exit.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from scheduler.bytecode import monitor, peek
from scheduler.engine.backend import Backend, place
from scheduler.engine.bare import BareRun
from scheduler.engine.records import Observer, Settings
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.model.outcome import Outcome, Unexplorable
from scheduler.model.strategy import Strategy
from scheduler.search import guard
from scheduler.world import streams
from scheduler.world.world import World

__all__ = ["Session", "available", "ending", "nobody", "read_program"]


def read_program(path: str | os.PathLike[str]) -> tuple[str, bytes]:
    """The file's name and text; one clear line if it is no program."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            source = file.read()
    except IsADirectoryError:
        raise Unexplorable(f"{name} is a directory") from None
    except FileNotFoundError:
        raise Unexplorable(f"there is no file {name}") from None
    except OSError as error:
        raise Unexplorable(f"{name} cannot be read: {error.strerror}") from None
    try:
        compile(source, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise Unexplorable(
            f"{name} is not a Python program: {error.msg}{line}",
            name,
            error.lineno or 0,
        ) from None
    except (ValueError, UnicodeDecodeError) as error:
        raise Unexplorable(f"{name} is not a Python program: {error}") from None
    return name, source


def available() -> None:
    """`Unexplorable` where this interpreter can't be explored on."""
    if not peek.AVAILABLE:
        raise Unexplorable(
            "this interpreter's frames cannot be read; CPython 3.13 or newer can"
        )


@contextmanager
def nobody(run: Run) -> Iterator[None]:
    """What finalizers of the program's objects do from here on has no effect."""
    nobody = Task(run, 0)
    nobody.quiet = 1
    monitor.enter(nobody)
    try:
        yield
    finally:
        monitor.leave()


def ending(run: Run) -> Outcome:
    """How `run` ended."""
    return Outcome(
        run.kind,
        run.output,
        run.status,
        run.errors,
        run.waits,
        run.limited,
        run.trace,
        1,
        run.preemptions,
    )


class Session:
    """A program, and the world in which its runs happen.

    A context manager; `begin` comes before the first `once`.

    Args:
        name: The program's file.
        source: Its text.

    Raises:
        Unexplorable: This interpreter can't be explored on.
    """

    world: World
    settings: Settings
    backend: Backend

    def __init__(self, name: str, source: bytes) -> None:
        available()
        self.name = name
        self.source = source
        self._began = False

    def __enter__(self) -> Self:
        monitor.use()
        streams.use()
        self.backend = place()
        # What is left of one run must not be finalized by a thread of another.
        self._collecting = gc.isenabled()
        gc.disable()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.backend.close()
        self._end()
        streams.release()
        monitor.release()
        if self._collecting:
            gc.enable()

    @property
    def ran(self) -> bool:
        """Whether there was a run in the present world."""
        return self._began and self.world.run is not None

    def begin(
        self,
        settings: Settings,
        private: frozenset[str] = frozenset(),
        strict: bool = True,
    ) -> None:
        """Nothing is known of the program but `settings`: its world is made anew.

        Args:
            settings: What its runs share.
            private: More modules of the standard library of which it gets copies.
            strict: Refuse what nobody schedules.
        """
        self._end()
        self.settings = settings
        self.world = World(
            self.name,
            self.source,
            settings.granularity,
            private,
            strict,
            settings.records,
        )
        self._began = True

    def _end(self) -> None:
        if self._began:
            self.world.close()
            self._began = False
            if self.settings.stays:
                guard.spend()

    def once(self, strategy: Strategy, observer: Observer | None = None) -> Run:
        """One run.

        Raises:
            Unexplorable: The program does what can't be explored.
            NeedsRecord: The run must record what is read and written.
        """
        make = Run if self.settings.records else BareRun
        run = make(self.settings, strategy, self.backend, observer)
        if observer is not None:
            observer.reset()
        strategy.prepare()
        self.world.start(run)
        run.execute(self.world.body)
        self.world.settle(run)
        if run.failure is not None:
            raise run.failure
        return run

    def forget(self, run: Run, collect: bool) -> None:
        """Take a run apart that is over, and `collect` what it leaves."""
        with nobody(run):
            run.forget()
            self.world.drop()
            if collect:
                # All of it is young: nothing was collected meanwhile.
                gc.collect(1)
