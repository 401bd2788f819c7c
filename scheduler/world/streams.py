"""The standard streams of a program, and what the interpreter itself finds of them.

Part of the library is there before the program and has the real `sys`; so has C, when it
shows a warning or tells what a finalizer raised.  While anything is explored, the real
`sys` has stand-ins: called in a thread of a program they are what that program has.
"""

from __future__ import annotations

import io
import sys
import threading
from typing import Any, Final

from scheduler.bytecode import effects
from scheduler.engine.run import Run
from scheduler.engine.task import Task
from scheduler.model.outcome import Kill
from scheduler.world.modules import unexplorable
from scheduler.world.primitives import here, present

__all__ = ["Stdin", "Stream", "release", "shown", "standard", "use", "write"]


class _Standard:
    """What the program sees as a standard stream."""

    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    line_buffering = False
    mode = "w"

    def __init__(self, name: str, output: bool) -> None:
        self.name = name
        self._output = output

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        task = here()
        if task.run.dead:
            raise Kill
        if text and self._output:
            task.run.stop(task, "write")
        self.put(task, text)
        return len(text)

    def put(self, task: Task, text: str) -> None:
        """What `write` does, within a step."""
        if text and self._output:
            task.run.write_output(task, text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")

    def reconfigure(self, **settings: Any) -> None: ...

    @property
    def buffer(self) -> Any:
        raise unexplorable("takes the bytes below a standard stream")

    def __repr__(self) -> str:
        return (
            f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} "
            f"encoding={self.encoding!r}>"
        )


class Stream(_Standard):
    """That stream, called as the class is that it stands for."""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return io.TextIOWrapper


Stream.__module__, Stream.__qualname__ = "_io", "TextIOWrapper"
Stream.__name__ = "TextIOWrapper"


class Stdin:
    """Standard input: there is none."""

    name = "<stdin>"
    encoding = "utf-8"

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise unexplorable("needs standard input")

    def __iter__(self) -> Any:
        raise unexplorable("needs standard input")


def write(task: Task, stream: Any, text: str) -> None:
    """A step of its own, also where the stream is written in C."""
    if not task.run.settings.records:
        stream.write(text)
        return
    usual = type(stream) is Stream
    if not usual or (text and stream._output) or "write" in vars(stream):
        task.run.stop(task, "write")
    if usual:
        task.run.touch(task, stream, "write", False)
        if "write" not in vars(stream):
            stream.put(task, text)
            return
        if not stream._output:
            # Not each piece of what is printed there had a step of its own.
            task.run.unsettle(task, _IN_PIECES)
    effects.attribute(task.run, task, stream, "write")
    method = stream.write
    effects.call(task.run, task, method, [text])
    method(text)


def shown(stream: Any) -> bool:
    """Whether what is written to `stream` as standard error can be in an outcome."""
    return not (stream is None or (type(stream) is Stream and not stream._output))


def standard(task: Task, name: str, *missing: Any) -> Any:
    """`sys.stdout` or another that C looks for in `sys`: the program may have replaced it.

    `missing` is what C takes where the program has deleted it.
    """
    run: Run = task.run
    module = run.world.sys
    if run.settings.records and not task.quiet:
        run.touch(task, module.__dict__, name, False)
    return getattr(module, name, *missing)


# ------------------------------------------------------------------ stand-ins


class _StandIn:
    """A standard stream of the real `sys`."""

    def __init__(self, name: str, usual: Any) -> None:
        self._name = name
        self._usual = usual

    def write(self, text: str) -> Any:
        task = present()
        if task is None:
            return self._usual and self._usual.write(text)
        if task.run.dead:
            raise Kill
        stream = standard(task, self._name)
        if self._name == "stdout":
            if stream is not None:
                write(task, stream, text)
        elif shown(stream):
            # No step of its own: C may hold a lock.
            if task.run.settings.records:
                effects.attribute(task.run, task, stream, "write")
                effects.call(task.run, task, stream.write, [text])
                if not task.run.solo:
                    task.run.unsettle(task, _IN_PIECES)
            stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        task = present()
        if task is None:
            return getattr(self._usual, name)
        return getattr(standard(task, self._name), name)


_IN_PIECES: Final = (
    "has C write to a stream of the program's, and what comes in between is not seen"
)
_STREAMS: Final = ("stdout", "stderr")
_lock: Final = threading.Lock()
_users = 0
_put: dict[str, _StandIn] = {}


def use() -> None:
    """Put the stand-ins into `sys`, for one more exploration."""
    global _users
    with _lock:
        _users += 1
        if _users == 1:
            for name in _STREAMS:
                _put[name] = _StandIn(name, getattr(sys, name))
                setattr(sys, name, _put[name])


def release() -> None:
    """Take them out with the last exploration; what others have put there stays."""
    global _users
    with _lock:
        _users -= 1
        if not _users:
            for name, stream in _put.items():
                if getattr(sys, name) is stream:
                    setattr(sys, name, stream._usual)
            _put.clear()
