"""Simulated locks, thread handles, thread-locals and the C queue.

They behave as CPython's `_thread` and `_queue` do, messages included, but a
thread that would block parks with a `Pending` that says when it can go on.
Every waiter whose lock is free can be chosen: there is no hidden winner.

`relation(old, new)` of a primitive says how two of its operations relate:
0 independent, 1 dependent but never possible in the other order from the
same state, 2 dependent and either might have come first.
"""

from __future__ import annotations

import _queue
import sys
import weakref
from _thread import allocate_lock, get_ident
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from math import ceil, isfinite
from types import GenericAlias
from typing import Any, ClassVar, Final, cast

from scheduler.bytecode import monitor
from scheduler.engine.records import Pending
from scheduler.engine.run import Run
from scheduler.engine.task import FOLLOWED, MAIN_ENDS, Task
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.model.strategy import Event

__all__ = [
    "Lock",
    "QuietLock",
    "RLock",
    "SimpleQueue",
    "ThreadHandle",
    "here",
    "local",
    "present",
]

_tasks: Final = cast("dict[int, Task]", monitor.tasks)

TIMEOUT_MAX: Final = 9223372036.0
#: What a try that fails takes, in seconds.
INSTANT: Final = 2.0**-20


def present() -> Task | None:
    """The simulated thread that calls; `None` where it is the engine's."""
    return _tasks.get(get_ident())


def here() -> Task:
    """The simulated thread that calls."""
    try:
        return _tasks[get_ident()]
    except KeyError:
        raise Unexplorable(
            "a primitive of the program is used outside of its threads"
        ) from None


def _timeout(blocking: bool, timeout: Any, forever: float = -1) -> float | None:
    """Seconds to wait, `None` for ever; raises what C does, in the words of this version."""
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if not isinstance(timeout, (int, float)):
        if not hasattr(timeout, "__float__") and not hasattr(timeout, "__index__"):
            allocate_lock().acquire(True, timeout)  # says why not
        timeout = float(timeout)
    if not 0 <= timeout <= TIMEOUT_MAX and timeout != -1:
        with suppress(OverflowError):
            allocate_lock().acquire(True, timeout)  # says why not
        # One wording, for micro versions differ: else a program had a set for each.
        raise OverflowError("timestamp out of range for platform time_t")
    return None if timeout == -1 else timeout


def _asked(timeout: Any) -> None:
    """Raise what C does of a timeout before it waits, in the words of this version."""
    there = _queue.SimpleQueue[None]()
    there.put(None)
    there.get(True, timeout)


_OF_C: Final = ("_thread", "_queue")


class Unpicklable:
    """What is written in C in CPython, and has a state that no copy can have."""

    __slots__ = ()

    def __reduce__(self) -> Any:
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")

    def __reduce_ex__(self, protocol: Any) -> Any:
        cls = type(self)
        # A class of Python says its name alone.
        module = f"{cls.__module__}." if cls.__module__ in _OF_C else ""
        raise TypeError(f"cannot pickle '{module}{cls.__name__}' object")


class _Primitive(Unpicklable):
    # Like the types of C, none of these takes an attribute of the program's.
    __slots__ = ("__weakref__", "history", "made", "number", "serial")

    READS: ClassVar[frozenset[str]] = frozenset()
    #: By operation: which of its parts it reads or writes, where not all of it.
    PARTS: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    total: ClassVar[bool] = True
    WHAT: ClassVar[str] = "a lock"

    def __init__(self) -> None:
        self._fresh()

    def _fresh(self) -> None:
        task = present()
        self.history: list[tuple[Event, str]] = []
        self.serial = 0
        maker = sys._getframe(2)
        #: The place in a program or in the library by which it is known what is done
        #: with its likes.
        self.made = (maker.f_code.co_filename, maker.f_code.co_qualname, maker.f_lasti)
        if task is None:
            self.number = 0
        else:
            self.number = task.run.makes(task, self)

    def renew(self) -> None:
        """Forget what happened in an earlier run."""
        self.history = []
        self.serial = 0
        self._at_fork_reinit()

    def _at_fork_reinit(self) -> None: ...

    def relation(self, old: str, new: str) -> int:
        raise NotImplementedError


# Operations on a lock: "A" a blocking acquire, "T+" and "T-" one that need
# not block (or has a timeout), with its result, "R" a release, "R!" a release
# that failed, "L+" and "L-" a look at whether it is held.
_READS: Final = frozenset(("T-", "L+", "L-", "R!"))


def _only_after_a_fork() -> None:
    task = present()
    if task is not None and not task.quiet:
        task.run.refuse(task, "makes a lock new, as after a fork")


def _lock_relation(old: str, new: str) -> int:
    if old in _READS and new in _READS:
        return 0
    if new == "A" and old in ("R", "T-", "L+"):
        return 1
    return 2


class Lock(_Primitive):
    """`_thread.lock`: not owned by anybody, any thread may release it."""

    __slots__ = ("held", "holder")

    READS = _READS
    WHAT = "Lock"

    def __init__(self) -> None:
        self.holder: Task | None = None
        self.held = False
        self._fresh()

    def __init_subclass__(cls) -> None:
        raise TypeError("type '_thread.lock' is not an acceptable base type")

    relation = staticmethod(_lock_relation)

    def _free(self) -> bool:
        return not self.held

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        seconds = None if blocking and timeout == -1 else _timeout(blocking, timeout)
        task = here()
        if task.quiet:
            if self.held:
                if seconds != 0:
                    task.run.disturbed(task)
                return False
            self.held, self.holder = True, task
            return True
        run: Run = task.run
        if seconds is None:
            run.stop(task, "acquire", self, self._free)
            self.held, self.holder = True, task
            run.operate(task, self, "A")
            return True
        run.tries(self)
        if seconds == 0:
            run.stop(task, "try", self)
        else:
            run.stop(task, "acquire", self, self._free, seconds)
        if self.held:
            run.operate(task, self, "T-")
            timed_out(task, seconds)
            return False
        self.held, self.holder = True, task
        run.operate(task, self, "A" if run.is_tired(task) else "T+")
        return True

    def release(self) -> None:
        task = here()
        run: Run = task.run
        if run.dead:
            return
        if task.quiet:
            if not self.held and task.alone_in:
                raise RuntimeError("release unlocked lock")
            self.held, self.holder = False, None
            return
        run.stop(task, "release", self)
        if not self.held:
            run.operate(task, self, "R!")
            raise RuntimeError("release unlocked lock")
        self.held, self.holder = False, None
        run.operate(task, self, "R")

    def locked(self) -> bool:
        task = here()
        if not task.quiet:
            task.run.stop(task, "look", self)
            task.run.operate(task, self, "L+" if self.held else "L-")
        return self.held

    _look = locked
    __enter__ = acquire

    def __exit__(self, *exc: object) -> None:
        self.release()

    def _at_fork_reinit(self) -> None:
        _only_after_a_fork()
        self.held, self.holder = False, None

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __repr__(self) -> str:
        state = "locked" if shown_locked(self) else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


Lock.__module__, Lock.__qualname__, Lock.__name__ = "_thread", "lock", "lock"


class RLock(_Primitive):
    """`_thread.RLock`: owned by a thread, which may acquire it again."""

    __slots__ = ("count", "holder")

    READS = _READS
    WHAT = "RLock"

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.holder: Task | None = None
        self.count = 0
        self._fresh()

    relation = staticmethod(_lock_relation)

    @property
    def held(self) -> bool:
        return self.count > 0

    def _free(self) -> bool:
        return self.count == 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        seconds = None if blocking and timeout == -1 else _timeout(blocking, timeout)
        task = here()
        if task.quiet and self.count and self.holder is not task:
            return False
        if self.holder is task or task.quiet:
            self.count += 1
            self.holder = task
            return True
        run: Run = task.run
        if seconds is None:
            run.stop(task, "acquire", self, self._free)
            self.holder, self.count = task, 1
            run.operate(task, self, "A")
            return True
        if seconds == 0:
            run.stop(task, "try", self)
        else:
            run.stop(task, "acquire", self, self._free, seconds)
        if self.count:
            run.operate(task, self, "T-")
            timed_out(task, seconds)
            return False
        self.holder, self.count = task, 1
        run.operate(task, self, "A" if run.is_tired(task) else "T+")
        return True

    def release(self) -> None:
        task = here()
        if task.run.dead:
            return
        if self.holder is not task:
            raise RuntimeError("cannot release un-acquired lock")
        if self.count > 1 or task.quiet:
            self.count -= 1
            if not self.count:
                self.holder = None
            return
        task.run.stop(task, "release", self)
        self.holder, self.count = None, 0
        task.run.operate(task, self, "R")

    def _look(self) -> bool:
        task = here()
        if not task.quiet:
            task.run.stop(task, "look", self)
            task.run.operate(task, self, "L+" if self.count else "L-")
        return self.count > 0

    if sys.version_info >= (3, 14):
        locked = _look

    __enter__ = acquire

    def __exit__(self, *exc: object) -> None:
        self.release()

    def _is_owned(self) -> bool:
        return self.holder is here()

    def _recursion_count(self) -> int:
        return self.count if self.holder is here() else 0

    def _release_save(self) -> tuple[int, Task]:
        task = here()
        if self.count == 0:
            raise RuntimeError("cannot release un-acquired lock")
        if not task.quiet:
            task.run.stop(task, "release", self)
        saved = (self.count, self.holder)
        self.holder, self.count = None, 0
        if not task.quiet:
            task.run.operate(task, self, "R")
        return saved  # type: ignore[return-value]

    def _acquire_restore(self, saved: tuple[int, Task]) -> None:
        task = here()
        if task.run.dead:
            raise Kill
        if not task.quiet:
            task.run.stop(task, "acquire", self, self._free)
        self.count, self.holder = saved
        if not task.quiet:
            task.run.operate(task, self, "A")

    def _at_fork_reinit(self) -> None:
        _only_after_a_fork()
        self.count, self.holder = 0, None

    def __repr__(self) -> str:
        state = "locked" if shown_locked(self) else "unlocked"
        owner = self.holder.tid if self.holder else 0
        return f"<{state} _thread.RLock object owner={owner} count={self.count} at {id(self):#x}>"


RLock.__module__ = "_thread"


def shown_locked(lock: Lock | RLock) -> bool:
    """As `lock.locked()`; outside of the program's threads nothing is recorded."""
    return lock._look() if get_ident() in _tasks else lock.held


class QuietLock:
    """Guards the bookkeeping of `threading`; never a stop, never recorded."""

    def __enter__(self) -> None:
        task = here()
        task.quiet += 1

    def __exit__(self, *exc: object) -> None:
        task = here()
        task.quiet -= 1
        if task.prologue:
            task.prologue = False
            begin_thread(task)


def begin_thread(task: Task) -> None:
    """The new thread is ready: its starter goes on, it waits to be chosen."""
    run: Run = task.run
    task.quiet = 0
    task.starting = False
    task.pending = Pending("begin")
    starter = task.starter
    assert starter is not None
    run.switch(task, starter)
    task.pending = None
    run.begin(task)
    task.site = 0
    if run.settings.enumerates:
        run.access(task, ("threads",), True)
        # It may be counted before what it does next.
        task.met = FOLLOWED
    if run.observer is not None:
        run.observer.step(run, task, None, None)


def lasting(seconds: float) -> float:
    """How long a wait of `seconds` takes, no less: all clocks tell that without rounding.

    Else a program that sleeps for a hundredth of a second could find that less has passed.
    """
    if not isfinite(seconds):
        return seconds
    return ceil(seconds / INSTANT) * INSTANT


def timed_out(task: Task, seconds: float) -> None:
    """A timeout fires, or a try fails: the thread's clock moves on."""
    if not seconds:
        # Who polls until a deadline must reach it.
        task.time += INSTANT
        return
    task.time += lasting(seconds)
    task.run.fires(task, task.run.line_of(task))


class ThreadHandle(Unpicklable):
    """`_thread._ThreadHandle`: whether a thread has ended, and joining it."""

    __slots__ = ("done", "ended", "number", "started", "task")

    def __init__(self) -> None:
        self.done = False
        self.started = False
        self.task: Task | None = None
        self.ended: Task | None = None
        task = present()
        self.number = 0
        if task is not None:
            self.number = task.run.number(task)

    @property
    def ident(self) -> int:
        return self.task.tid if self.task is not None else 0

    def is_done(self) -> bool:
        task = here()
        if not task.quiet:
            task.run.access(task, (self.number, "done"), False)
        return self.done

    def _set_done(self) -> None:
        """The main thread is over, whoever still goes on."""
        if not self.started:
            raise RuntimeError("thread not started")
        task = here()
        run: Run = task.run
        if run.world.looks_at_main and not (run.solo or task.quiet):
            if MAIN_ENDS in run.racy or run.full:
                run.decide(task, Pending("end"))
            else:
                run.go_on(task)
            task.site = MAIN_ENDS
            if run.observer is not None:
                run.observer.step(run, task, None, None)
            run.access(task, (self.number, "done"), True)
        self.done = True

    def join(self, timeout: float | None = None) -> None:
        task = here()
        run: Run = task.run
        if not self.started:
            raise RuntimeError("thread not started")
        if self.task is task:
            raise RuntimeError("Cannot join current thread")
        seconds = None if timeout is None or timeout < 0 else float(timeout)
        if seconds is not None:
            _asked(timeout)
        run.stop(task, "join", self, lambda: self.done, seconds)
        if seconds is not None:
            run.access(task, (self.number, "done"), False)
            if not self.done:
                timed_out(task, seconds)
                return
        if self.ended is not None:
            run.join(task, self.ended.clock)
        if run.observer is not None:
            run.observer.operated(run, task, self, "J")

    def __repr__(self) -> str:
        return f"<_ThreadHandle object: ident={self.ident}>"


ThreadHandle.__module__ = "_thread"
ThreadHandle.__qualname__ = ThreadHandle.__name__ = "_ThreadHandle"


class Empty(Exception):
    """Exception raised by Queue.get(block=0)/get_nowait()."""


Empty.__module__ = "_queue"


class SimpleQueue(_Primitive):
    """`_queue.SimpleQueue`: each of its operations is one step, as in C.

    Operations: "G" a blocking get, "G+" and "G-" one that need not block,
    with its result, "P" a put, "S" a look at its size.  Puts have an order, and so have
    gets.  Of the puts, a get has one with that of its item alone: at the other end of
    the queue nobody can tell which came first.
    """

    READS = frozenset(("G-", "S"))
    PARTS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "P": ("tail",),
        "G": ("head",),
        "G+": ("head",),
        "G-": ("head", "tail"),
        "S": ("head", "tail"),
    }
    total = False
    WHAT = "SimpleQueue"
    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: deque[tuple[Any, Event | None]] = deque()
        self._fresh()

    def relation(self, old: str, new: str) -> int:
        if old in self.READS and new in self.READS:
            return 0
        if new == "G":
            # What was put into it, it learns from the item.
            return 2 if old in ("G", "G+", "S") else 0
        if old in ("G", "G+") and new == "P" or old == "P" and new == "G+":
            return 0
        return 2

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        task = here()
        if task.quiet:
            self.items.append((item, None))
            return
        task.run.stop(task, "put", self)
        task.run.operate(task, self, "P")
        self.items.append((item, task.event))

    def put_nowait(self, item: Any) -> None:
        self.put(item)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        task = here()
        run: Run = task.run
        if block and timeout is not None:
            _asked(timeout)
        if task.quiet and block and not self.items:
            run.disturbed(task)
        if block:
            run.stop(task, "get", self, lambda: bool(self.items), timeout)
        else:
            run.stop(task, "try", self)
        if not self.items:
            run.operate(task, self, "G-")
            timed_out(task, timeout or 0 if block else 0)
            raise Empty
        item, put = self.items.popleft()
        forever = block and (timeout is None or run.is_tired(task))
        if put is not None and not put.clock:
            put = None
        if forever:
            run.operate(task, self, "G")
            if put is not None:
                run.join(task, put.clock)
        else:
            run.operate(task, self, "G+", put)
        return item

    def get_nowait(self) -> Any:
        return self.get(False)

    def empty(self) -> bool:
        return self.qsize() == 0

    def qsize(self) -> int:
        task = here()
        if not task.quiet:
            task.run.stop(task, "look", self)
            task.run.operate(task, self, "S")
        return len(self.items)

    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)


SimpleQueue.__module__ = "_queue"


class local(Unpicklable):
    """`_thread._local`: attributes of which each thread sees its own."""

    __slots__ = ("_scheduler_state", "__dict__", "__weakref__")

    def __new__(cls, /, *args: Any, **kwargs: Any) -> local:
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        mine: dict[str, Any] = {}
        task = here()
        _state.__set__(self, (args, kwargs, {task.tid: mine}))
        object.__setattr__(self, "__dict__", mine)
        task.locals.append(weakref.ref(self))
        return self

    def __getattribute__(self, name: str) -> Any:
        _swap(self)
        try:
            found = object.__getattribute__(self, name)
        except AttributeError:
            if type(self) is not local:
                raise
            found = _state
        if found is _state:
            raise _missing(self, name)
        if name == "__dict__":
            task = here()
            task.run.lends(found, task.tid)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        _swap(self, name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        _swap(self, name)
        if type(self) is local and name not in self.__dict__:
            raise _missing(self, name)
        object.__delattr__(self, name)


_state: Any = local.__dict__["_scheduler_state"]


def _missing(self: local, name: str) -> AttributeError:
    """As C says it, which names the module of a class of its own."""
    return AttributeError(
        f"'_thread._local' object has no attribute {name!r}", name=name, obj=self
    )


def _swap(self: local, name: str = "") -> None:
    """Make the calling thread's attributes the object's `__dict__`."""
    if name == "__dict__":
        called = "_thread._local" if type(self) is local else type(self).__name__
        raise AttributeError(f"{called!r} object attribute '__dict__' is read-only")
    args, kwargs, by_thread = _state.__get__(self)
    task = here()
    mine = by_thread.get(task.tid)
    if mine is None:
        mine = by_thread[task.tid] = {}
        task.locals.append(weakref.ref(self))
        object.__setattr__(self, "__dict__", mine)
        try:
            type(self).__init__(self, *args, **kwargs)
        except BaseException:
            del by_thread[task.tid]
            raise
    # Another thread may have come between, in `__init__`.
    object.__setattr__(self, "__dict__", mine)


local.__module__, local.__qualname__, local.__name__ = "_thread", "_local", "_local"


def locals_of(holder: local) -> dict[int, dict[str, Any]]:
    """The attributes of a thread-local object, by the number of the thread."""
    by_thread: dict[int, dict[str, Any]] = _state.__get__(holder)[2]
    return by_thread


def drop_locals(task: Task) -> None:
    """The thread has ended: what was local to it goes."""
    for ref in task.locals:
        holder = ref()
        if holder is not None:
            by_thread = _state.__get__(holder)[2]
            mine = by_thread.pop(task.tid, None)
            if mine is object.__getattribute__(holder, "__dict__"):
                object.__setattr__(holder, "__dict__", {})
    task.locals.clear()


class Tidy:
    """Stands for a weak set that only debugging needs."""

    def add(self, item: object) -> None: ...

    def discard(self, item: object) -> None: ...

    def clear(self) -> None: ...

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0
