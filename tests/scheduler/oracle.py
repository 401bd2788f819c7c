"""Two ways to know what a program can do that are not the reduction's own.

`in_turn` runs the operations of a program's two threads one after the other,
in both orders, as plain Python: the engine has no part in it.  `naive` is the
engine's search of every interleaving, which uses no record of what is read
and written.  What either finds, the reduced search must find too.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from scheduler import Unexplorable, explore
from scheduler.search import guard

#: An operation that takes longer, in plain Python, waits for another thread.
PATIENCE = 1.0
#: Seconds of the processor's time for one program, then of real time.
BUSY, STUCK = 40, 150

#: Bytes that trying things may take.
MEMORY = 2 << 30

#: What is another one in each process: an address, a thread's or a descriptor's number.
ADDRESS = re.compile(r"0x[0-9a-f]{6,}|name=\d|\d{15}")


@dataclass(frozen=True)
class Program:
    """Two threads that do one operation each on the same object.

    Attributes:
        name: Which operations, on what.
        setup: Lines that make `x`, and what else the operations need.
        one: The statement of the second thread; it may set `a`.
        two: That of the main thread, which may set `b`.
        shown: What is printed after both.
        beside: Which other names of the setup the second thread's needs.
    """

    name: str
    setup: str
    one: str
    two: str
    shown: str
    beside: tuple[str, ...] = ()

    def _text(self, start: str, join: str) -> str:
        def put(text: str, pad: int) -> str:
            return "\n".join(" " * pad + line for line in text.splitlines())

        return (
            "import threading\n"
            "a = None\n"
            f"def one({', '.join(('x', *self.beside))}):\n"
            "    global a\n"
            "    try:\n"
            f"{put(self.one, 8)}\n"
            "    except Exception as error:\n"
            "        a = type(error).__name__\n"
            "def main():\n"
            f"{put(self.setup, 4)}\n"
            f"{put(start, 4)}\n"
            "    b = None\n"
            "    try:\n"
            f"{put(self.two, 8)}\n"
            "    except Exception as error:\n"
            "        b = type(error).__name__\n"
            f"{put(join, 4)}\n"
            f"    print({self.shown})\n"
            "main()\n"
        )

    @property
    def text(self) -> str:
        """The program."""
        given = ", ".join(("x", *self.beside))
        start = f"t = threading.Thread(target=one, args=({given},))\nt.start()"
        return self._text(start, "t.join()")

    def in_turn(self) -> set[str]:
        """Programs that need no scheduler: one thread follows the other."""
        given = ", ".join(("x", *self.beside))
        # In a thread of its own: contexts and thread-locals are the thread's.
        whole = (
            f"t = threading.Thread(target=one, args=({given},))\nt.start()\nt.join()"
        )
        return {self._text(whole, ""), self._text("", whole)}


#: What each program is called, however it is run: some print it.
FILE = "program.py"


class Waits(BaseException):
    """A program that runs by itself does not end; no `except Exception` keeps it."""


class Fails(Exception):
    """A program that runs by itself ends with an exception."""


def _late(*_: Any) -> None:
    raise Waits


def plain(text: str, seconds: float = PATIENCE) -> str:
    """What a program prints whose threads follow each other."""
    out = io.StringIO()
    signal.signal(signal.SIGALRM, _late)
    # Again and again: what tidies up may wait as well.
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            code = compile(text, FILE, "exec", dont_inherit=True)
            with mock.patch.object(sys, "argv", [FILE]):
                exec(code, {"__name__": "__main__"})
    except Waits:
        raise
    except BaseException as error:
        raise Fails(f"{type(error).__name__}: {error}") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return out.getvalue()


Keys = frozenset[tuple[Any, ...]]


@dataclass
class Compared:
    """What the searches found of one program.

    Attributes:
        name: The program.
        text: Its source.
        verdict: "same", "refused", "open" where a search was cut off, or what
            is wrong: "missed" by the reduced search, "more" than without
            reduction, "hidden" where the order does not show and has to,
            "stuck" or "failed" where a search does not end well.
        detail: The outcomes that are missed or more, or the reason.
        runs: How many runs each search made.
        outcomes: How many outcomes the program has.
    """

    name: str
    text: str
    verdict: str
    detail: str = ""
    runs: dict[str, int] = field(default_factory=dict)
    outcomes: int = 0


WRONG = ("missed", "more", "hidden", "stuck", "failed")


def _keys(exploration: Any) -> Keys:
    return frozenset(
        (
            o.kind,
            o.output,
            o.status,
            tuple(sorted((e.type, e.message) for e in o.errors)),
        )
        for o in exploration.outcomes
    )


def compare(
    name: str,
    text: str,
    orders: set[str] | None = None,
    *,
    bound: int | None = 1,
    granularity: str = "opcode",
    limit: int = 400,
    whole: bool = True,
) -> Compared:
    """Explore a program with and without reduction.

    Args:
        name: The program's name.
        text: Its source.
        orders: What it prints in some orders that are known to be possible.
        bound: The bound on preemptions of the search without reduction.
        granularity: Of all the searches.
        limit: The most runs of the search without reduction; of the other ten times.
        whole: Whether to search with reduction and without a bound, too.
    """
    found = Compared(name, text, "same")

    def search(label: str, **options: Any) -> Any:
        result = explore(FILE, source=text.encode(), granularity=granularity, **options)
        found.runs[label] = result.interleavings
        return result

    try:
        naive = search("naive", reduction="none", preemptions=bound, limit=limit)
        bounded = search("bounded", preemptions=bound, limit=10 * limit)
        reduced = (
            search("reduced", limit=10 * limit)
            if whole and bound is not None
            else bounded
        )
    except Unexplorable as error:
        found.verdict, found.detail = "refused", str(error)
        return found
    except Exception as error:
        found.verdict, found.detail = "failed", f"{type(error).__name__}: {error}"
        return found
    every, some, all_ = _keys(naive), _keys(bounded), _keys(reduced)
    found.outcomes = len(all_ | every)
    problems = []
    if bounded.complete and every - some:
        problems.append(("missed", f"within {bound}: {_told(every - some)}"))
    if naive.complete and some - every:
        problems.append(("more", f"within {bound}: {_told(some - every)}"))
    if reduced.complete and every - all_:
        problems.append(("missed", f"without a bound: {_told(every - all_)}"))
    if orders is not None:
        printed = {o.output for o in reduced.outcomes}
        if reduced.complete and orders - printed:
            problems.append(
                ("missed", f"one after the other: {sorted(orders - printed)}")
            )
        if (
            naive.complete
            and bound != 0
            and orders - {o.output for o in naive.outcomes}
        ):
            problems.append(("hidden", f"without reduction: {sorted(orders)}"))
    if problems:
        found.verdict = problems[0][0]
        found.detail = "; ".join(f"{kind} {text}" for kind, text in problems)
    elif not (naive.complete and bounded.complete and reduced.complete):
        found.verdict = "open"
        found.detail = ", ".join(
            f"{label} {'complete' if e.complete else 'cut off'}"
            for label, e in (
                ("naive", naive),
                ("bounded", bounded),
                ("reduced", reduced),
            )
        )
    return found


def _told(keys: Keys) -> str:
    return str(
        sorted(
            (kind, output, [t for t, _ in errors]) for kind, output, _, errors in keys
        )
    )


# ------------------------------------------------------------- in processes

Task = tuple[str, str, "set[str] | None", dict[str, Any]]


def warm() -> None:
    """Load what every exploration loads, before there are children."""
    # What does not end is ended by the timers of the children.
    guard.within_this_process()
    explore("warm.py", source=b"import threading\nthreading.Thread().start()\n")


def compared(tasks: Sequence[Task], chunk: int = 12) -> Iterator[Compared]:
    """Compare programs in child processes: one that is stuck costs only itself."""
    warm()
    todo = list(tasks)
    while todo:
        some, todo = todo[:chunk], todo[chunk:]
        got = yield from _child(some)
        if got < len(some):
            name, text, _, _ = some[got]
            yield Compared(name, text, "stuck", "no answer")
            todo = some[got + 1 :] + todo


def own_streams() -> int:
    """Give this process standard streams that nobody else has; return what reads them.

    They are pipes: of a file or of the null device, what is tried may change the mode
    and the owner for everybody.
    """
    empty, end = os.pipe()
    os.close(end)
    written, into = os.pipe()
    os.set_blocking(written, False)
    os.set_blocking(into, False)
    for standard, own in enumerate((empty, into, into)):
        os.dup2(own, standard)
    os.close(empty)
    os.close(into)
    return written


def _child(tasks: Sequence[Task]) -> Any:
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.close(read)
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                tempfile.tempdir = folder
                # That of a test would keep the files that are left open.
                sys.unraisablehook = sys.__unraisablehook__
                written = own_streams()
                for name, text, orders, options in tasks:
                    with suppress(BlockingIOError):
                        os.read(written, 1 << 16)
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    # Their usual action: to end the process.
                    signal.signal(signal.SIGALRM, signal.SIG_DFL)
                    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
                    signal.setitimer(signal.ITIMER_VIRTUAL, BUSY)
                    signal.setitimer(signal.ITIMER_REAL, STUCK)
                    found = compare(name, text, orders, **options)
                    data = pickle.dumps(found)
                    os.write(write, len(data).to_bytes(4, "little") + data)
                os.chdir("/")
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    count = 0
    with open(read, "rb") as pipe:
        while head := pipe.read(4):
            yield pickle.loads(pipe.read(int.from_bytes(head, "little")))
            count += 1
    os.waitpid(pid, 0)
    return count


def orders(program: Program) -> set[str]:
    """What a program prints in both orders, in plain Python in a process of its own."""
    return set(
        forked(lambda: [plain(text) for text in sorted(program.in_turn())]) or ()
    )


BESIDE = """\
import threading
seen = []
{setup}
def one():
    {one}
def in_turn():
    thread = threading.Thread(target=one)
    thread.start()
    thread.join()
{first}
{two}
{last}
print({shown})
"""


def beside(setup: str, one: str, two: str, shown: str = "seen") -> tuple[str, set[str]]:
    """A program in which a thread does `one` and the main thread `two` beside it.

    Returns:
        Its text, and what plain Python prints if one of both is done after the other,
        in both orders.
    """

    def text(first: str, last: str) -> str:
        return BESIDE.format(
            setup=setup, one=one, first=first, two=two, last=last, shown=shown
        )

    texts = [text("in_turn()", ""), text("", "in_turn()")]
    printed = forked(lambda: [plain(one, seconds=20) for one in texts])
    begins = "thread = threading.Thread(target=one)\nthread.start()"
    return text(begins, "thread.join()"), set(printed or ())


def printed(path: str) -> str:
    """What plain Python prints of a program, in a process of its own."""
    command = [sys.executable, path]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def forked(work: Callable[[], Any], seconds: int = 30) -> Any:
    """The result of `work` in a child process; `None` where it does not come back.

    Args:
        work: What is done there.
        seconds: Of the processor's time that it may take, and half of the real time.
    """
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        try:
            os.close(read)
            guard.within_this_process()
            signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            import resource  # of which a page's Python has none

            # What is tried may ask for all there is.
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                tempfile.tempdir = folder
                own_streams()
                with open(write, "wb") as pipe:
                    pickle.dump(work(), pipe)
                os.chdir("/")
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        if not select.select([pipe], [], [], 2 * seconds)[0]:
            os.kill(pid, signal.SIGKILL)
        data = pipe.read()
    os.waitpid(pid, 0)
    try:
        return pickle.loads(data)
    except (EOFError, pickle.UnpicklingError):
        return None
