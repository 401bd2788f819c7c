"""One run of a program: how it begins, what its threads execute, how it ends.

The layers below have the rest: `turns.py` says who goes on, `record.py` what is touched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any, Final

from scheduler.bytecode import effects, monitor
from scheduler.engine import choosing
from scheduler.engine.backend import Backend
from scheduler.engine.records import Observer, Settings
from scheduler.engine.task import Quiet, Task
from scheduler.engine.turns import Turns
from scheduler.engine.waits import wait
from scheduler.model.facts import Waiter
from scheduler.model.outcome import Error, Kill, Unexplorable
from scheduler.model.place import HERE, line_at
from scheduler.model.strategy import EVERYTHING, Strategy

__all__ = ["Run", "tells"]

#: Characters that one run may print, and of an exception's message that are kept.
PRINTS: Final = 100_000
MESSAGE: Final = 1_000


def _asked(function: Callable[..., Any], *args: Any) -> Any:
    """What a function of the program's returns, or nothing if it raises."""
    try:
        return function(*args)
    except Exception:
        return ""


_Behind = dict[int, tuple[BaseException | None, Sequence[BaseException]]]


def _with_causes(error: BaseException, behind: _Behind) -> Iterator[BaseException]:
    """`error` and what is shown with it, in the order in which `traceback` asks them.

    By the `id` of each, its cause or context and its group are put into `behind`.
    """
    yield error
    seen = {id(error)}
    todo = [error]
    while todo:
        error = todo.pop()
        cause = error.__cause__
        if cause is None and not error.__suppress_context__:
            cause = error.__context__
        if cause is not None and id(cause) in seen:
            cause = None
        group = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        behind[id(error)] = cause, group
        for each in (cause, *group):
            if each is not None:
                seen.add(id(each))
                todo.append(each)
                yield each


def _written(error: BaseException, behind: _Behind) -> Iterator[BaseException]:
    """The same, in the order in which `traceback` writes them."""
    chain = []
    at: BaseException | None = error
    while at is not None:
        chain.append(at)
        at, _ = behind[id(at)]
    for each in reversed(chain):
        yield each
        for inner in behind[id(each)][1]:
            yield from _written(inner, behind)


def tells(
    error: BaseException, read: Callable[[BaseException], Any] = lambda each: None
) -> str:
    """What `error` says, when Python shows it and those that are shown with it.

    That is found out now: from what their arguments are by now, which is `read` before,
    and by functions of the program, which have stops as everywhere.
    """
    texts: list[str] = []
    notes: dict[int, Any] = {}
    behind: _Behind = {}
    for each in _with_causes(error, behind):
        read(each)
        texts.append(_asked(str, each))
        notes[id(each)] = _asked(getattr, each, "__notes__", ())
    for each in _written(error, behind):
        written = notes[id(each)]
        for note in written if isinstance(written, (list, tuple)) else ():
            if type(note) is not str:
                _asked(str, note)
    return texts[0]


class Run(Turns):
    """One execution of a program under a strategy.

    After `execute` the result stands in `kind` (see `outcome`), `output`,
    `status`, `errors`, `waits`, `limited` and `trace`, the schedule; these are what
    this layer owns, and why it could not go on (`failure`).
    """

    def __init__(
        self,
        settings: Settings,
        strategy: Strategy,
        backend: Backend,
        observer: Observer | None = None,
    ) -> None:
        super().__init__(settings, strategy, backend, observer)
        self.kind = ""
        self.chunks: list[str] = []
        self.printed = 0
        self.errors_: list[Error] = []
        self.status: int | None = 0
        #: The threads that can't go on, where that is how it ended.
        self.waits: tuple[Waiter, ...] = ()
        #: The limit of steps, where it came to that.
        self.limited = 0
        self.failure: BaseException | None = None

    # ---------------------------------------------------------------------- life

    def execute(self, main: Callable[[Run, Task], None]) -> None:
        """Run `main` as thread 1 until no thread goes on."""
        task = self.new_task(None)
        task.name = "MainThread"
        self.begin(task)

        def body() -> None:
            main(self, task)

        self.spawn(task, body)
        task.started = True
        self.backend.resume(task)
        last = -1
        quiet = 0
        while not self.backend.wait(self.settings.patience):
            now = self.progress()
            importing = self.running.quiet > 0 and quiet < 12
            quiet += 1
            if self.dead or (now == last and not importing):
                self.stuck_in_c()
                return
            last = now
        for other in self.tasks:
            if other.started and not other.done:
                self.backend.resume(other)
                if not self.backend.wait(self.settings.patience):
                    self.failure = Unexplorable(
                        f"T{other.tid} cannot be ended: it catches everything"
                    )
                    return

    def stuck_in_c(self) -> None:
        """No step for a long time: name the thread and its line."""
        self.dead = True
        frames = self.backend.frames(self.running)
        own = (f for f in frames if self.program(f.f_code.co_filename))
        frame = next(own, None)
        file, line = (frame.f_code.co_filename, line_at(frame)) if frame else ("", 0)
        where = f" at {self.said(file, line)}" if frame else ""
        self.failure = Unexplorable(
            f"T{self.running.tid} blocks{where} in C, where the scheduler cannot see it",
            file,
            line,
        )

    def spawn(self, task: Task, body: Callable[[], None]) -> None:
        """Give `task` a stack on which `body` will run."""

        def whole() -> Callable[[], None]:
            monitor.enter(task)
            try:
                if not self.dead:
                    body()
            except Kill:
                pass
            except BaseException as error:
                if not self.dead:
                    self.fail(error)
            finally:
                task.quiet = 1
            return self.end_of(task)

        self.backend.spawn(task, whole)

    def end_of(self, task: Task) -> Callable[[], None]:
        """`task` ends: who goes on?  To be called at the very end of its stack."""

        following: Task | None = None
        if not self.dead:
            try:
                if task.handle is not None:
                    task.handle.done = True
                    task.handle.ended = task
                task.done = True
                if task.event is task.head:
                    self.rest(task)
                self.complete(task)
                following = self.following(task)
                if following is None:
                    self.dead = True
            except Kill:
                following = None
            except BaseException as error:
                self.fail(error)
                following = None
        task.done = True
        task.thread = task.frame = None
        if following is not None:
            self.running = following

        backend = self.backend

        def hand_over() -> None:
            # Only now: finalizers may have run while the stack was left.
            monitor.leave()
            if following is not None:
                backend.resume(following)
            else:
                backend.wake()

        return hand_over

    # ------------------------------------------------------------------- endings

    def stuck(self) -> None:
        """No thread can go on: a deadlock, or threads that only repeat."""
        waits = [task for task in self.tasks if task.started and not task.done]
        if any(
            task.pending is not None and task.pending.kind == "spin" for task in waits
        ):
            self.kind = "step-limit"
        else:
            self.kind = "deadlock"
        self.status = None
        self.waits = self.explain(waits)
        self.over()

    def explain(self, waits: list[Task]) -> tuple[Waiter, ...]:
        return tuple(wait(self, task) for task in waits)

    def leave(self, task: Task) -> None:
        """The main thread leaves while others still could go on."""
        for other in self.tasks:
            if other is not task and other.events_done:
                last = other.events_done
                if task.clock[last.tid] < last.idx:
                    task.event.races.append(last)
        for other in self.tasks:
            self.join(task, other.clock if other.pending is None else other.clock)
        task.event.footprint[EVERYTHING] = 2
        self.complete(task)
        if not self.restart:
            others = (other for other in self.tasks if other is not task)
            able = [other.tid for other in others if self.enabled(other)]
            self.strategy.left(task.event, able)

    def limit(self) -> None:
        self.status = None
        self.limited = self.most if self.solo else self.settings.steps
        self.end("step-limit")
        raise Kill

    def end(self, kind: str) -> None:
        self.kind = kind
        if kind == "step-limit":
            self.dead = True
        else:
            self.over()

    def over(self) -> None:
        """No thread goes on."""
        self.outlived()
        if not self.restart:
            self.strategy.ended(choosing.waiting(self.tasks, len(self.events)))
        self.dead = True

    # ----------------------------------------------------- failures and refusals

    def fail(self, error: BaseException) -> None:
        """The engine cannot go on with this run."""
        if isinstance(error, RecursionError):
            error = Unexplorable(
                "the program's calls go as deep as they may, "
                "and there is no room for the scheduler's"
            )
        if self.failure is None:
            self.failure = error
        self.dead = True

    def refuse(self, task: Task, reason: str) -> None:
        """The program does what cannot be explored: the run ends."""
        if not self.world.strict:
            return
        self.fail(self.unexplorable(task, reason))
        raise Kill

    def breaks(self, task: Task, error: Exception) -> None:
        """The engine itself has failed at what `task` does: that is no outcome of it."""
        failure = self.unexplorable(
            task, f"met a fault of the scheduler's own, {type(error).__name__}: {error}"
        )
        failure.__cause__ = error
        self.fail(failure)
        raise Kill

    def unexplorable(self, task: Task, reason: str) -> Unexplorable:
        """What to say of what `task` does, with the line of the program."""
        file, line = self.line_of(task)
        return Unexplorable(f"the program {reason} ({self.place(task)})", file, line)

    # ------------------------------------------------------ lines of the program

    def place(self, task: Task) -> str:
        """The line at which `task` is; of a thread of the library's, the function."""
        file, line = self.line_of(task)
        if line:
            return self.said(file, line)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        return f"T{task.tid}" + (f" in {frame.f_code.co_qualname}" if frame else "")

    def said(self, file: str, line: int) -> str:
        """A line, and its file where that is another than the program's own."""
        other = "" if file == self.world.path else f"{file}, "
        return f"{other}line {line}"

    def line_of(self, task: Task) -> Any:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and not self.program(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None:
            return "", 0
        return frame.f_code.co_filename, line_at(frame)

    # ------------------------------------------------ what is printed and raised

    def write_output(self, task: Task, text: str) -> None:
        """`task` writes `text` to standard output."""
        if self.dead:
            raise Kill
        self.printed += len(text)
        if self.printed > PRINTS:
            self.refuse(task, f"prints more than {PRINTS:,} characters")
        self.chunks.append(text)
        self.access(task, ("output",), True)
        if self.observer is not None:
            self.observer.wrote(self, task, text)

    def error(self, task: Task, error: BaseException, said: str | None = None) -> None:
        """An exception ended `task`; what it `said`, where it was asked already."""
        cls = type(error)
        name = cls.__qualname__
        if cls.__module__ not in ("builtins", "__main__"):
            name = f"{cls.__module__}.{name}"

        def read(each: BaseException) -> None:
            effects.contents(self, task, each)

        if said is None:
            said = tells(error, read)
        else:
            for each in _with_causes(error, {}):
                read(each)
        text = said if len(said) <= MESSAGE else f"{said[: MESSAGE - 1]}…"
        with Quiet(task):  # what `dataclasses` generates lies in no file of ours
            self.errors_.append(Error(task.tid, name, text))

    def exits(self, status: int) -> None:
        """The main thread is over, and the process will exit with `status`."""
        self.status = status

    @property
    def output(self) -> str:
        return "".join(self.chunks)

    @property
    def errors(self) -> tuple[Error, ...]:
        return tuple(sorted(self.errors_))
