"""A process that explores for another one, and that can be ended.

One call into C that keeps the interpreter's lock and never ends stops every
thread of its process: there is nobody left in it who could say so.  So a
program is explored in a helper, which is started (not forked: that would be
dangerous for a caller with threads), kept for the next call, and gone with
its caller.  A thread of the helper puts off, again and again, the moment at
which `faulthandler` writes where every thread is and ends the process; it
cannot while the lock is kept.  What is written then tells the line.
"""

from __future__ import annotations

import atexit
import os
import pickle
import re
import sys
import sysconfig
import traceback
from collections.abc import Callable
from typing import Any, Protocol

from scheduler.model.outcome import Unexplorable
from scheduler.model.place import HERE, NAME

__all__ = ["call", "spend", "within_this_process"]

#: Seconds for which the interpreter's lock may be kept.
SILENCE = 40.0

#: Files in which a thread waits that does nothing for the program.
_WAITING = (os.path.join(HERE, "engine", "backend.py"), os.path.abspath(__file__))
#: What one message begins with; what `faulthandler` writes begins otherwise.
_MARK = b"="

_can_start = sys.platform not in ("emscripten", "wasi", "ios", "android")


def within_this_process() -> None:
    """From now on explore here: somebody else watches over this process."""
    global _can_start
    _can_start = False


_spent = False


def spend() -> None:
    """Something stays in this process: what it explores now is the last."""
    global _spent
    _spent = True


def call[T](
    function: Callable[..., T],
    name: str,
    *args: Any,
    told: Callable[..., None] | None = None,
    **named: Any,
) -> T:
    """What `function(*args, **named)` returns or raises, in a helper.

    `function` and all that it takes and returns can be pickled.  It explores the
    program called `name`.  If there is `told`, it gets one to call, too.
    """
    if not _can_start:
        return function(*args, **named, **({"told": told} if told else {}))
    helper = _idle.pop() if _idle else _Helper()
    try:
        result = helper.call(function, name, args, told, named)
    except BaseException:
        # Whatever it has come to: none of it is left for the next program.
        helper.end()
        raise
    if helper.spent:
        helper.end()
    else:
        _idle.append(helper)
    return result


# ------------------------------------------------------------- who calls


class _Pipe(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Helper:
    spent = False

    def __init__(self) -> None:
        import subprocess

        code = f"import sys; sys.path.insert(0, {os.path.dirname(os.path.dirname(HERE))!r}); from {NAME}.search.guard import serve; serve({SILENCE})"
        # A session of its own: an interrupt is the caller's, who then ends it.
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            bufsize=0, start_new_session=True,
        )  # fmt: skip
        _all.append(self)

    def call[T](
        self,
        function: Callable[..., T],
        name: str,
        args: Any,
        told: Callable[..., None] | None,
        named: Any,
    ) -> T:
        # Where `function` is found depends on the place.
        place = (list(sys.path), dict(os.environ), os.getcwd())
        request = (place, pickle.dumps((function, args, told is not None, named)))
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            _send(self.process.stdin.fileno(), request)
        except BrokenPipeError:
            pass
        while True:
            head = _read(self.process.stdout, 9)
            if head[:1] != _MARK or len(head) < 9:
                rest = _read(self.process.stdout, 1 << 20)
                raise _ended(head + rest, name)
            kind, value = pickle.loads(
                _read(self.process.stdout, int.from_bytes(head[1:], "little"))
            )
            if kind in ("returned", "last"):
                self.spent = kind == "last"
                return value  # type: ignore[no-any-return]
            if kind == "raised":
                raise value
            if told is not None:
                told(*value)

    def end(self) -> None:
        _all.remove(self)
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close what leads to it: it then ends by itself."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


#: Helpers that do nothing, and all that were started here.
_idle: list[_Helper] = []
_all: list[_Helper] = []


@atexit.register
def _close() -> None:
    for helper in _all:
        helper.let_go()
        helper.process.wait()


def _forget() -> None:
    """A fork of this process has no helpers: those that it sees are its parent's."""
    for helper in _all:
        helper.let_go()
        helper.process.returncode = 0
    _all.clear()
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _send(descriptor: int, message: Any) -> None:
    data = pickle.dumps(message)
    view = memoryview(_MARK + len(data).to_bytes(8, "little") + data)
    while view:
        view = view[os.write(descriptor, view) :]


def _read(pipe: _Pipe, size: int) -> bytes:
    """So many bytes, or all there are until the other end is closed."""
    parts = []
    while size and (part := pipe.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _ended(said: bytes, name: str) -> Unexplorable:
    """What is wrong where a helper has ended, by what `faulthandler` wrote."""
    text = said.decode("ascii", "replace")
    does = "does not end" if text.startswith("Timeout") else "ends the interpreter"
    file, line = _place(text, name)
    where = f"{file}, line {line}:" if line else name
    problem = (
        f"{where} a call into C {does}"
        if line
        else f"{where} makes a call into C that {does}"
    )
    return Unexplorable(problem, file, line)


def _place(text: str, name: str) -> tuple[str, int]:
    """The file and the line of the program at which the one busy thread is."""
    standard = sysconfig.get_paths()["stdlib"]
    for thread in re.split(r"^(?=(?:Current thread|Thread) )", text, flags=re.M):
        frames = re.findall(r'^  File "(.*)", line (\d+)', thread, flags=re.M)
        if not frames or frames[0][0] in _WAITING:
            continue
        for file, line in frames:
            if file == ascii(name)[1:-1]:
                return name, int(line)
            if file.startswith(HERE):
                continue
            if "site-packages" in file or not file.startswith((standard, "<")):
                return file, int(line)
    return name, 0


# ---------------------------------------------------------- who explores


def serve(silence: float) -> None:
    """Explore whatever comes through standard input, until it is closed."""
    import faulthandler
    import queue
    from _thread import start_new_thread
    from time import sleep

    within_this_process()
    # What else is written to standard output is no answer.
    answers = os.dup(1)
    os.dup2(2, 1)
    # Nor is a request what a program reads.
    asked = os.dup(0)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    faulthandler.enable(answers)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def receive() -> None:
        with open(asked, "rb", buffering=0) as pipe:
            while head := _read(pipe, 9):
                requests.put(_read(pipe, int.from_bytes(head[1:], "little")))
        # Whoever asked is gone.
        os._exit(0)

    def put_off() -> None:
        faulthandler.dump_traceback_later(silence, file=answers, exit=True)

    def go_on_putting_off() -> None:
        while True:
            sleep(silence / 4)
            put_off()

    def tell(*values: Any) -> None:
        _send(answers, ("told", values))

    # Before there is a request: its call into C may be the first to get the GIL.
    put_off()
    start_new_thread(go_on_putting_off, ())
    start_new_thread(receive, ())
    while True:
        place, work = pickle.loads(requests.get())
        sys.path[:], environment, folder = place
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        try:
            function, args, tells, named = pickle.loads(work)
            result = function(*args, **named, **({"told": tell} if tells else {}))
            _send(answers, ("last" if _spent else "returned", result))
        except Unexplorable as error:
            _send(answers, ("raised", error))
        except BaseException as error:
            error.add_note("".join(traceback.format_exception(error)))
            try:
                _send(answers, ("raised", error))
            except Exception:
                _send(answers, ("raised", RuntimeError(error.__notes__[-1])))
