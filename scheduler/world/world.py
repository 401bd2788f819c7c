"""The world a program runs in: private modules over simulated threads.

The program's `__import__` gives it copies of the standard library's own
pure-Python modules that deal with threads or time, executed from their
source over a simulated `_thread` and `time`.  `sys.modules` is never
touched and nothing outside is patched: `Condition`, `Queue` and
`ThreadPoolExecutor` are the real ones, and only the lowest layer is ours.
"""

from __future__ import annotations

import _random
import _thread as _real_thread
import builtins
import contextvars
import functools
import gc
import itertools
import linecache
import operator
import os
import random
import sys
import time as _real_time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import (
    CodeType,
    FrameType,
    FunctionType,
    MethodType,
    ModuleType,
    SimpleNamespace,
)
from typing import Any, Final

from scheduler.bytecode import effects, monitor
from scheduler.engine.record import Collecting
from scheduler.engine.records import Pending, Settings
from scheduler.engine.run import Run, tells
from scheduler.engine.task import FOLLOWED, Quiet, Task
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill, NeedsRecord
from scheduler.model.place import CACHE, unseen
from scheduler.world import primitives, streams
from scheduler.world.modules import (
    TRUSTED,
    Modules,
    Namespace,
    names_main,
    unexplorable,
    watch,
)
from scheduler.world.primitives import here, present
from scheduler.world.process import ALL, Process, State, outside

__all__ = ["World"]

_OS_FORBIDDEN: Final = {
    "_exit": "calls os._exit",
    "fork": "forks",
    "forkpty": "forks",
    "system": "starts a process",
    "popen": "starts a process",
    "posix_spawn": "starts a process",
    "posix_spawnp": "starts a process",
    "kill": "sends a signal",
    "abort": "calls os.abort",
    "execv": "replaces the process",
    "execve": "replaces the process",
    "execl": "replaces the process",
    "execvp": "replaces the process",
    "read": "reads from a file descriptor",
    "wait": "waits for a process",
    "waitpid": "waits for a process",
}


class World:
    """The modules, streams and clock of one exploration's program.

    `path` is the program's file, `source` its text.  `start` makes the world
    new for a run; the private modules are executed once and reset.
    """

    def __init__(
        self,
        path: str,
        source: bytes,
        granularity: str,
        private: frozenset[str] = frozenset(),
        strict: bool = True,
        records: bool = True,
    ) -> None:
        self.path = path
        self.records = records
        self.strict = strict
        self.directory = os.path.dirname(os.path.abspath(path))
        self.imports = Modules(self, private, MAKERS, FIXERS)
        #: Made and private modules, which outlive a run.
        self.modules = self.imports.lasting
        self.lines = granularity in ("line", "reader")
        self.codes: list[CodeType] = []
        self.files = {path}
        self.run: Run = None  # type: ignore[assignment]
        self.state: dict[str, Any] = {}
        #: Somebody imported `logging` since it began anew, and may have changed it.
        self.logs = False
        #: What of the process is put back between runs, and what the last one changed.
        self.usual = State()
        self.process: Process | None = None
        self.soiled: set[str] | frozenset[str] = set()
        #: Locks that belong to modules, which outlive a run.
        self.lasting: list[Any] = []
        #: Namespaces of what stands in for a module, beside those of `modules`.
        self.scopes: list[dict[str, Any]] = []
        #: Names of what is there before the program, and how much there was to find it in.
        self.elders: tuple[Any, dict[int, list[Any]]] = (None, {})
        self.builtins = self._builtins()
        self.imports.keep(self.builtins.__dict__)
        # C looks there for what to do with a warning, whoever imports it.
        self.imports.keep(warnings.__dict__)
        if strict:
            watch()
        self.code = compile(source, path, "exec", dont_inherit=True)
        #: The program may ask whether the main thread goes on: its end is a step then.
        self.looks_at_main = names_main(self.code)
        _forget_source()
        monitor.adopt(self.code, True, self.lines)
        self.codes.append(self.code)

    def _builtins(self) -> ModuleType:
        module = ModuleType("builtins")
        module.__dict__.update(builtins.__dict__)
        module.__dict__["__import__"] = self.imports.import_
        module.__dict__["print"] = _make_print(self)
        module.__dict__["input"] = self._input
        if not self.records:
            module.__dict__["open"] = self.need_record
        module.__dict__["breakpoint"] = self._input
        return module

    def _input(self, *args: Any, **kwargs: Any) -> Any:
        raise unexplorable("needs standard input")

    def define(self, name: str, value: Any) -> None:
        """Give the program one more builtin, in each run."""
        scope = self.builtins.__dict__
        scope[name] = value
        self.imports.usual[identity(scope)] = Namespace(scope)

    # ---------------------------------------------------------------- runs

    @property
    def sys(self) -> Any:
        return self.modules["sys"]

    def program(self, name: str) -> bool:
        """Whether the file `name` is the program's own."""
        return name in self.files

    def start(self, run: Run) -> None:
        """Make the world new for `run`."""
        monitor.renew()
        self.run = run
        run.inhabit(self)
        # Before the process: what is there of its environment may be older than its own.
        self.imports.restore()
        if run.settings.system and self.process is None:
            self.process = Process()
        elif self.process is not None:
            self.process.renew(self.soiled)
            self.process.shut()
        elif self.soiled:
            self.usual.put(self.soiled)
        # Without a record nobody sees what a run changes.
        self.soiled = run.soiled if self.records else ALL
        self.state["collects"] = True
        self.state["stack"] = 0
        self.state["interval"] = 5000
        for scope in monitor.namespaces.values():
            self.imports.keep(scope)
        self.imports.start(run)
        for primitive in self.lasting:
            primitive.renew()
        if self.records:
            self._age(run)
        self.main = ModuleType("__main__")
        self.main.__file__ = self.path
        self.main.__dict__["__builtins__"] = self.builtins
        self.main.__dict__["__package__"] = None
        self.modules["__main__"] = self.imports.seen["__main__"] = self.main
        run.namespace(self.main.__dict__)
        self.exits: list[
            tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
        ] = []
        self.uncaught: Callable[..., Any] | None = None

    def _age(self, run: Run) -> None:
        """Name what is there before the program: namespaces, and the library's tables.

        Those of real modules, too, that code which is recorded asks for something.
        """
        known = run.elders, len(monitor.namespaces), len(self.modules), len(self.scopes)
        if known == self.elders[0]:
            names = self.elders[1]
            run.fix_names(names)
            run.elders += len(names)
        else:
            modules = [module.__dict__ for module in self.modules.values()]
            found = [*monitor.namespaces.values(), *modules, *self.scopes]
            for scope in list(found):
                inner = list(scope.values())
                found += [
                    value.__dict__
                    for value in inner
                    if issubclass(type(value), ModuleType)
                    and value.__name__ in sys.stdlib_module_names
                ]
                if scope.get("__name__") in TRUSTED:
                    found += [value for value in inner if type(value) is dict]
            scopes = {identity(one): one for one in found}
            for scope in scopes.values():
                run.elder(scope)
            self.elders = known, {key: run.names[key] for key in scopes}

    def need_record(self, *args: Any, **kwargs: Any) -> Any:
        """What the program does can't be kept apart without a record."""
        here().run.fail(NeedsRecord())
        raise Kill

    def outside(self, name: str, args: list[Any]) -> str:
        """Why the function `name` of the system must not be called so, or ""."""
        assert self.process is not None
        return self.process.foreign(name, args) or outside(
            self.process.folder, name, args
        )

    def apart(self, settings: Settings) -> bool:
        """Whether the last run had what it needs of the process to itself."""
        return self.process is not None or not settings.system

    def close(self) -> None:
        """No run follows: the process is as it was."""
        monitor.discard(self.codes)
        self.imports.restore()
        if self.process is not None:
            self.process.close()
        self.usual.put(self.soiled)

    def draws(self, task: Task, generator: Any) -> bool:
        """Whether `task` is about to draw from what nobody has given a seed.

        Any number may come then, so it is one that no other thread's draws have changed:
        the order of two draws shows in nothing.
        """
        if self.state.get("random") is None or (
            generator is not self.modules["random"]._inst
        ):
            return False
        task.draws += 1
        _random.Random.seed(generator, _SEED + (task.tid << 32) + task.draws)
        return True

    def settle(self, run: Run) -> None:
        """The run is over: were random numbers drawn that nobody had given a seed?"""
        before = self.state.get("random")
        if before is None or run.settings.unsettled:
            return
        if self.modules["random"]._inst.getstate() != before:
            run.settings.unsettled = (
                "the program draws random numbers that have no seed"
            )

    def drop(self) -> None:
        """Let go of what the last run made."""
        self.main.__dict__.clear()
        del self.main, self.exits, self.uncaught
        del self.modules["__main__"]
        self.imports.drop()
        pool = self.modules.get("concurrent.futures.thread")
        if pool is not None:
            pool.__dict__["_threads_queues"].clear()

    def body(self, run: Run, task: Task) -> None:
        """What the main thread does, from the first line to the exit."""
        contextvars.Context().run(self._body, run, task)

    def _body(self, run: Run, task: Task) -> None:
        self._reset(task)
        try:
            exec(self.code, self.main.__dict__)
        except Kill:
            raise
        except SystemExit as error:
            run.exits(self._status(error))
        except BaseException as error:
            if run.dead:
                raise Kill from None
            run.exits(1)
            run.error(task, error)
            self._hook(run, task, error)
            error.__traceback__ = None
        threading = self.modules.get("threading")
        if threading is not None:
            self._ignoring(
                task, f"on threading shutdown {threading!r}", threading._shutdown
            )
        self._call_exits(run, task)
        if self._others(task):
            run.stop(task, "exit")
            run.leave(task)
        else:
            # What the main thread did last may race with threads that have ended.
            run.complete(task)
        run.end("exception" if run.errors_ else "finished")
        raise Kill

    def _others(self, task: Task) -> bool:
        """Whether threads go on beside the main one, `task`."""
        return any(
            other.started and not other.done
            for other in task.run.tasks
            if other is not task
        )

    def _call_exits(self, run: Run, task: Task) -> None:
        """The exit functions, the last first: those that there are as it begins."""
        if "atexit" not in self.modules:
            return

        def registered() -> list[Any]:
            if self._others(task):
                run.stop(task, "exit")
                run.module_state(task, "atexit", False)
            return self.exits

        left = list(registered())
        while left:
            entry = left.pop()
            # From 3.14 on, C takes a copy of the list.
            if sys.version_info >= (3, 14) or any(one is entry for one in registered()):
                function, args, kwargs = entry
                told = f"in atexit callback {function!r}"
                self._ignoring(task, told, function, *args, **kwargs)
        self.exits.clear()

    def _ignoring(
        self,
        task: Task,
        told: str,
        function: Callable[..., Any],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Call a function at the exit: what it raises is told, and ends nothing."""
        try:
            function(*args, **kwargs)
        except Kill:
            raise
        except BaseException as error:
            if task.run.dead:
                raise Kill from None
            self._ignored(task, error, told)

    def _ignored(self, task: Task, error: BaseException, told: str) -> None:
        """Tell of an error that C ignores where `told` says."""
        self.unraisable(
            task,
            SimpleNamespace(
                exc_type=type(error),
                exc_value=error,
                exc_traceback=error.__traceback__,
                err_msg=f"Exception ignored {told}",
                object=None,
            ),
        )

    def _hook(self, run: Run, task: Task, error: BaseException) -> None:
        """Tell the program's own `sys.excepthook` of an error that nobody caught."""
        if "sys" not in self.modules:
            return
        hook = streams.standard(task, "excepthook", None)
        if hook is sys.__excepthook__ or not callable(hook):
            return
        try:
            hook(type(error), error, error.__traceback__)
        except Kill:
            raise
        except SystemExit as exits:
            run.exits(self._status(exits))
        except BaseException as another:
            if run.dead:
                raise Kill from None
            run.error(task, another)

    def unraisable(self, task: Task, args: Any) -> None:
        """Tell the program's `sys.unraisablehook` what a finalizer of it raised."""
        hook = streams.standard(task, "unraisablehook", None)
        if hook is None:
            return
        if hook is sys.__unraisablehook__:
            if not streams.shown(streams.standard(task, "stderr")):
                with suppress(Exception):
                    repr(args.object)
                if args.exc_value is not None:
                    tells(args.exc_value)
                return
            if not task.run.solo:
                # In pieces, and C may hold a lock.
                task.run.refuse(
                    task, "has C tell a stream of the program's what a finalizer raised"
                )
        hook(args)

    def failed(self, task: Task, function: Any, error: BaseException) -> None:
        """Tell the program's own `sys.unraisablehook` what a thread of `_thread` raised."""
        hook = getattr(self.sys, "unraisablehook", None)
        if task.run.dead or not callable(hook):
            return
        if hook is sys.__unraisablehook__:
            with suppress(Exception):
                repr(function)
            return
        self._ignored(task, error, f"in thread started by {function!r}")

    def _reset(self, task: Task) -> None:
        """The private modules begin anew.

        What is made here has names of its own: those of what the program makes
        must not depend on how much of it was needed.
        """
        run = self.run
        named = task.named
        with Quiet(task):
            for place, (name, reset) in enumerate(_RESETTERS.items(), 1):
                if name in self.modules:
                    with Collecting(run) as made:
                        reset(self, self.modules[name])
                    for at, primitive in enumerate(made):
                        primitive.number = -(1000 * place + at)
        if "logging" in self.modules:
            for at, value in enumerate(_of_logging(self.modules["logging"])):
                run.fix_name(value, _LOGGING - at)
        task.named = named

    def _status(self, error: SystemExit) -> int:
        code = error.code
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF
        return 1


def _make_print(world: World) -> Callable[..., None]:
    """`print` as C does it: each value, separator and end is a write of its own."""

    def print(
        *values: Any,
        sep: str | None = " ",
        end: str | None = "\n",
        file: Any = None,
        flush: bool = False,
    ) -> None:
        task = here()
        if task.run.dead:
            raise Kill
        stream = streams.standard(task, "stdout") if file is None else file
        if stream is None:
            return
        for name, text in (("sep", sep), ("end", end)):
            if text is not None and not isinstance(text, str):
                kind = type(text).__name__
                raise TypeError(f"{name} must be None or a string, not {kind}")
        sep = " " if sep is None else sep
        end = "\n" if end is None else end
        for at, value in enumerate(values):
            if at:
                streams.write(task, stream, sep)
            if not isinstance(value, str):
                effects.contents(task.run, task, value)
            streams.write(task, stream, str(value))
        streams.write(task, stream, end)
        if flush:
            if task.run.settings.records:
                effects.attribute(task.run, task, stream, "flush")
            stream.flush()

    print.__qualname__ = "print"
    print.__module__ = "builtins"
    return print


# --------------------------------------------------------------- _thread


def _make_thread(world: World) -> ModuleType:
    module = ModuleType("_thread")

    def start_joinable_thread(
        function: Any, handle: Any = None, daemon: bool = True
    ) -> Any:
        if not callable(function):
            raise TypeError("thread function must be callable")
        if handle is None:
            handle = primitives.ThreadHandle()
        bootstrap = getattr(function, "__name__", "") == "_bootstrap"
        _start(world, function, handle, daemon, prologue=bootstrap)
        return handle

    def start_new_thread(
        function: Any, args: tuple[Any, ...], kwargs: Any = None
    ) -> int:
        if not callable(function):
            raise TypeError("first arg must be callable")
        if not isinstance(args, tuple):
            raise TypeError("2nd arg must be a tuple")
        handle = primitives.ThreadHandle()
        extra = kwargs or {}

        def call() -> None:
            try:
                function(*args, **extra)
            except Kill:
                raise
            except SystemExit:
                pass
            except BaseException as error:
                world.failed(here(), function, error)
                raise

        _start(world, call, handle, True, prologue=False)
        return handle.ident

    def shutdown() -> None:
        task = here()
        others = [t for t in task.run.tasks if t is not task and not t.daemon]

        def ready() -> bool:
            return all(t.done for t in task.run.tasks if t is not task and not t.daemon)

        if others:
            task.run.stop(task, "shutdown", None, ready)
            for other in task.run.tasks:
                if other is not task and not other.daemon:
                    task.run.join(task, other.clock)

    def make_handle(ident: int) -> Any:
        handle = primitives.ThreadHandle()
        handle.started = True
        handle.task = here()
        handle.number = _MAIN
        return handle

    def excepthook(args: Any) -> None:
        task = here()
        if task.run.dead:
            raise Kill
        if not isinstance(args, _real_thread._ExceptHookArgs):
            _real_thread._excepthook(args)  # says why not
        if args.exc_type is SystemExit:
            return
        error = args.exc_value if args.exc_value is not None else args.exc_type()
        stderr = streams.standard(task, "stderr")
        stderr = stderr or getattr(args.thread, "_stderr", None)
        if stderr is not None and not streams.shown(stderr):
            stderr = None  # what others see of it is in no outcome
        name: Any = task.tid
        usual = world.modules["threading"].Thread if args.thread is not None else None
        if usual is not None and (stderr is not None or type(args.thread) is not usual):
            try:
                name = str(args.thread.name)
            except Exception:
                name = f"<{type(args.thread).__name__}>"
        ends = _ends_a_thread()
        if stderr is None:
            if ends:
                task.run.error(task, error)
            else:
                tells(error)
            return
        said, lines = _traceback(args)
        if ends:
            task.run.error(task, error, said)
        stderr.write(f"Exception in thread {name}:\n")
        for line in lines:
            stderr.write(line)

    def stack_size(_: Any, size: int = 0, /) -> int:
        size = operator.index(size)
        if size < 0 or 0 < size < 32768 or size > sys.maxsize:
            _real_thread.stack_size(size)  # says why not
        task = here()
        task.run.module_state(task, "_thread", True)
        before: int = world.state["stack"]
        world.state["stack"] = size
        return before

    def count(_: Any, /) -> int:
        task = here()
        run: Run = task.run
        run.counts_threads(task)
        return sum(t.started and not t.done for t in run.tasks) - 1

    def get_ident(_: Any, /) -> int:
        return here().tid

    def interrupt_main(signum: int = 2) -> None:
        raise unexplorable("sends a signal")

    def exit_thread() -> None:
        raise SystemExit

    module.__dict__.update(
        LockType=primitives.Lock,
        lock=primitives.Lock,
        allocate_lock=primitives.Lock,
        allocate=primitives.Lock,
        RLock=primitives.RLock,
        _local=primitives.local,
        TIMEOUT_MAX=primitives.TIMEOUT_MAX,
        error=RuntimeError,
        _ThreadHandle=primitives.ThreadHandle,
        _ExceptHookArgs=_real_thread._ExceptHookArgs,
        _excepthook=excepthook,
        _make_thread_handle=make_handle,
        _get_main_thread_ident=lambda: 1,
        _is_main_interpreter=lambda: True,
        _shutdown=shutdown,
        daemon_threads_allowed=lambda: True,
        start_joinable_thread=start_joinable_thread,
        start_new_thread=start_new_thread,
        start_new=start_new_thread,
        interrupt_main=interrupt_main,
        exit=exit_thread,
        exit_thread=exit_thread,
    )
    if hasattr(_real_thread, "set_name"):
        module.__dict__["set_name"] = lambda name: None
    for value in module.__dict__.values():
        if isinstance(value, FunctionType):
            value.__module__ = "_thread"
    kept = {
        "get_ident": get_ident,
        "get_native_id": get_ident,
        "stack_size": stack_size,
        "_count": count,
    }
    for name, function in kept.items():
        module.__dict__[name] = _binds_nothing(function, module)
    return module


#: What of `threading` calls the hook for exceptions.
_INVOKES: Final = "_make_invoke_excepthook.<locals>.invoke_excepthook"


def _ends_a_thread() -> bool:
    """Whether `threading` has called who calls this, since an exception ends a thread."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_qualname == _INVOKES:
            return True
        frame = frame.f_back
    return False


def _start(
    world: World, function: Any, handle: Any, daemon: bool, prologue: bool
) -> None:
    task = here()
    run: Run = task.run
    if handle.started:
        raise RuntimeError("thread already started")
    run.disturbed(task)
    quiet, task.quiet = task.quiet, 0
    if not task.stopped:
        run.stop(task, "start")
    task.stopped = False
    run.access(task, (handle.number, "started"), True)
    if run.settings.enumerates:
        run.access(task, ("threads",), True)
    if handle.started:
        # Another thread was faster.
        task.quiet = quiet
        raise RuntimeError("thread already started")
    run.starts(task)
    task.quiet = quiet
    child = run.new_task(task)
    child.daemon = daemon
    child.handle = handle
    child.starter = task
    handle.started = True
    handle.task = child
    task.met = FOLLOWED
    owner = getattr(function, "__self__", None)
    started = getattr(owner, "_started", None)
    if started is not None:
        run.unseen(task, started, "_flag", True)
        for name in ("_ident", "_native_id"):
            run.unseen(task, owner, name, True)
    child.thread = owner
    child.name = str(getattr(owner, "_name", "")) or f"T{child.tid}"
    run.divide()

    def body() -> None:
        child.quiet = 1
        child.prologue = child.starting = True
        child.starter = task
        if not prologue:
            child.prologue = child.starting = False
            primitives.begin_thread(child)
        try:
            contextvars.Context().run(function)
        except Kill:
            raise
        except BaseException as error:
            if run.dead:
                raise Kill from None
            if child.prologue:
                run.refuse(task, "starts a thread that fails before it has begun")
            run.error(child, error)
        _end(run, child)

    run.spawn(child, body)
    run.let_begin(task, child)
    if prologue:
        run.gives(child, (effects.attributes(owner) or {}).get("_args"))
    if run.observer is not None:
        run.observer.operated(run, task, handle, "start")
    if run.reader:
        task.may_hand_over()
    if run.gil and prologue:
        # `Thread.start` waits for the new thread's signal, and so lets it run.
        task.quiet = 0
        run.stop(task, "started", yields=True)
        task.quiet = quiet


def _late(run: Run, task: Task) -> None:
    """`task` starts a thread that another has started.

    Then `Thread.start` takes away what the new thread looks for as it begins.
    """
    run.unsettle(
        task,
        "starts a thread that another is starting, and what the new thread finds when it "
        "begins is not seen",
    )


def _end(run: Run, task: Task) -> None:
    """The thread's last step: its end, seen by `is_alive` and a timed join."""
    if run.dead:
        raise Kill
    primitives.drop_locals(task)
    task.quiet = 0
    if -1 in run.racy or run.full:
        run.decide(task, Pending("end"))
    else:
        run.go_on(task)
    task.site = -1
    if run.observer is not None:
        run.observer.step(run, task, None, None)
    run.access(task, (task.handle.number, "done"), True)
    if run.settings.enumerates:
        run.access(task, ("threads",), True)


def _traceback(args: Any) -> tuple[str, list[str]]:
    """What the exception says, and the lines that show it."""
    import traceback

    # What this calls of the program is not seen, and so not settled: `traceback` itself
    # does too much that two threads share.
    with Quiet(here()):
        made = traceback.TracebackException(
            args.exc_type, args.exc_value, args.exc_traceback, compact=True
        )
        return str(made), list(made.format())


def _make_queue(world: World) -> ModuleType:
    module = ModuleType("_queue")
    module.__dict__.update(SimpleQueue=primitives.SimpleQueue, Empty=primitives.Empty)
    return module


#: Who asks for the time only to wait until it.
_WAITING: Final = ("threading.py", "queue.py", "_base.py")


def _asks_the_time() -> bool:
    """Whether whoever has called a clock may show what it says."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    file = frame.f_code.co_filename if frame is not None else ""
    return not file.endswith(_WAITING)


def _forget_source() -> None:
    """What `-c` is given has the file name of what is evaluated, and is no source of it.

    From 3.13 on, tracebacks show it all the same.
    """
    linecache.cache.pop("<string>", None)
    kept = vars(linecache).get("_interactive_cache", {})
    for key in [key for key in kept if "<string>" in key]:
        del kept[key]


#: Seconds that no clock of C counts.
_FOREVER: Final = 9_223_372_037


def _make_time(world: World) -> ModuleType:
    module = ModuleType("time")
    module.__dict__.update(_real_time.__dict__)

    def sleep(_: Any, seconds: float, /) -> None:
        if not isinstance(seconds, (int, float)) and not hasattr(seconds, "__index__"):
            _real_time.sleep(seconds)  # says why not
        length = float(seconds)
        if not length < _FOREVER:
            _real_time.sleep(seconds)  # says why not
        if length < 0:
            raise ValueError("sleep length must be non-negative")
        task = here()
        task.run.stop(task, "sleep", seconds=length, yields=True)
        task.run.fires(task, task.last_key)
        task.time += primitives.lasting(length)

    def clock(_: Any = None, /) -> float:
        task = here()
        # Without a record nobody knows whether another thread's sleep came before.
        if not world.records and task.run.ticked - {task.tid}:
            world.need_record()
        task.writes += 1
        if not task.run.timed:
            task.run.timed = _asks_the_time()
        return 1000.0 + task.time

    def nanoseconds(clock: float) -> int:
        # By whole numbers: a product of floats would be rounded to hundreds of them.
        instants = int(clock / primitives.INSTANT)
        return instants * 1_000_000_000 // int(1 / primitives.INSTANT)

    def clock_ns(_: Any, /) -> int:
        return nanoseconds(clock())

    def wall(_: Any = None, /) -> float:
        return clock() + 1_700_000_000.0

    def wall_ns(_: Any, /) -> int:
        return nanoseconds(wall())

    def processor(_: Any = None, /) -> float:
        task = here()
        task.run.unsettle(task, effects.BUSY)
        return 0.03125  # what is done takes no time

    def processor_ns(_: Any, /) -> int:
        return nanoseconds(processor())

    clocks = {
        getattr(_real_time, f"CLOCK_{name}", None): function
        for name, function in (
            ("REALTIME", wall),
            ("PROCESS_CPUTIME_ID", processor),
            ("THREAD_CPUTIME_ID", processor),
        )
    }

    def clock_gettime(_: Any, which: int, /) -> float:
        return clocks.get(which, clock)()

    def clock_gettime_ns(_: Any, which: int, /) -> int:
        return nanoseconds(clock_gettime(None, which))

    def of_now(real: Callable[[float], Any]) -> Callable[..., Any]:
        def of(_: Any, seconds: float | None = None, /) -> Any:
            return real(wall() if seconds is None else seconds)

        return of

    def asctime(_: Any, /, *when: Any) -> str:
        return _real_time.asctime(*when or (_real_time.localtime(wall()),))

    def strftime(_: Any, form: str, /, *when: Any) -> str:
        return _real_time.strftime(form, *when or (_real_time.localtime(wall()),))

    found: dict[str, Callable[..., Any]] = {
        "sleep": sleep,
        "monotonic": clock,
        "perf_counter": clock,
        "process_time": processor,
        "thread_time": processor,
        "time": wall,
        "monotonic_ns": clock_ns,
        "perf_counter_ns": clock_ns,
        "process_time_ns": processor_ns,
        "thread_time_ns": processor_ns,
        "time_ns": wall_ns,
        "clock_gettime": clock_gettime,
        "clock_gettime_ns": clock_gettime_ns,
        "localtime": of_now(_real_time.localtime),
        "gmtime": of_now(_real_time.gmtime),
        "ctime": of_now(_real_time.ctime),
        "asctime": asctime,
        "strftime": strftime,
    }
    for name, function in found.items():
        module.__dict__[name] = _binds_nothing(function, module)
    return module


def _binds_nothing(function: Callable[..., Any], module: ModuleType) -> MethodType:
    """Like a function of C it binds nothing where it is an attribute of a class."""
    return MethodType(function, module)


def _make_sys(world: World) -> ModuleType:
    module = ModuleType("sys")
    module.__dict__.update(sys.__dict__)

    def exit(status: Any = None, /) -> None:
        raise SystemExit(status)

    def watch_execution(function: Any, /) -> None:
        if function is not None and world.strict:
            raise unexplorable("watches its own execution")

    def setswitchinterval(seconds: float, /) -> None:
        if seconds <= 0:
            raise ValueError("switch interval must be strictly positive")
        task = here()
        task.run.access(task, ("module", "sys"), True)
        # As C keeps it: in whole microseconds.
        world.state["interval"] = int(1e6 * seconds)

    def getswitchinterval() -> float:
        task = here()
        task.run.access(task, ("module", "sys"), False)
        return 1e-6 * int(world.state["interval"])

    def _getframe(depth: int = 0, /) -> FrameType:
        return sys._getframe(_up(depth, sys._getframe(1)))

    def _getframemodulename(depth: int = 0) -> str | None:
        try:
            up = _up(depth, sys._getframe(1))
        except ValueError:
            return None
        return sys._getframemodulename(up)

    module.__dict__.update(
        _getframe=_getframe,
        _getframemodulename=_getframemodulename,
        stdout=streams.Stream("<stdout>", True),
        stderr=streams.Stream("<stderr>", False),
        stdin=streams.Stdin(),
        excepthook=sys.__excepthook__,
        unraisablehook=sys.__unraisablehook__,
        argv=[world.path],
        modules=world.imports.seen,
        exit=exit,
        setswitchinterval=setswitchinterval,
        getswitchinterval=getswitchinterval,
        settrace=watch_execution,
        setprofile=watch_execution,
        _settraceallthreads=watch_execution,
        _setprofileallthreads=watch_execution,
        gettrace=lambda: None,
        getprofile=lambda: None,
    )
    world.imports.reset_sys(module)
    module.__dict__["__stdout__"] = module.stdout
    module.__dict__["__stderr__"] = module.stderr
    return module


def _up(depth: int, frame: FrameType | None) -> int:
    """How far up the `depth`th function above `frame` is, from its callee's view.

    Those of the scheduler don't count: in CPython they are C's, or not there.

    Raises:
        ValueError: there are not that many.
    """
    up = 1
    left = max(operator.index(depth), 0)
    while frame is not None:
        if not unseen(frame.f_code.co_filename):
            if not left:
                return up
            left -= 1
        frame = frame.f_back
        up += 1
    raise ValueError("call stack is not deep enough")


def _reset_sys(world: World, module: Any) -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(module, f"__{name}__")
        stream.__dict__.clear()
        stream.__init__(f"<{name}>", name == "stdout")
        setattr(module, name, stream)
    module.argv = [world.path]
    world.imports.reset_sys(module)


def _make_os(world: World) -> ModuleType:
    module = ModuleType("os")
    module.__dict__.update(os.__dict__)
    for name, reason in _OS_FORBIDDEN.items():
        if hasattr(os, name) and world.strict:
            module.__dict__[name] = _refuse(reason)
    module.__dict__["register_at_fork"] = lambda **hooks: None
    # The same in every run, and so in every graph.
    module.__dict__["getpid"] = lambda: PROCESS
    return module


#: What a generator of random numbers begins with, where the program says nothing.
_SEED: Final = 0x5EED_0000_0000_0000
#: What `os.getpid` says in every world.
PROCESS: Final = 4711

# The C version calls the function between its look and its store, in one call
# into C: here the two are steps apart, as they are for two threads. Each is one step.
_LRU_CACHE: Final = compile(
    """
# A reader is told that a thread is in `lru_cache`: what is outermost gives the name.
def lru_cache():
    class _lru_cache_wrapper:
        __module__, __qualname__ = "functools", "_lru_cache_wrapper"
        __slots__ = ("__dict__", "__weakref__", "_given", "_held")

        def __init__(self, function, maxsize, typed):
            self._given = function, maxsize, typed
            self._held = {} if maxsize is None else Bounded(), [], []

        def __call__(self, /, *args, **kwargs):
            function, maxsize, typed = self._given
            results, hits, misses = self._held
            if maxsize == 0:
                misses.append(())
                return function(*args, **kwargs)
            key = make_key(args, kwargs, typed)
            result = fetch(results, hits, key)
            if result is not missing:
                # It is counted by now.
                return result
            misses.append(key)
            result = function(*args, **kwargs)
            if maxsize is None:
                results[key] = result
            else:
                keep(results, maxsize, key, result)
            return result

        def __get__(self, instance, owner=None, /):
            return self if instance is None else MethodType(self, instance)

        def __copy__(self):
            return self

        def __deepcopy__(self, memo, /):
            return self

        def __reduce__(self):
            return self.__qualname__

        def __getstate__(self):
            return self.__dict__ or None

        def cache_info(self):
            return info(*self._held, self._given[1])

        def cache_clear(self):
            forget(*self._held)

    return _lru_cache_wrapper


_lru_cache_wrapper = lru_cache()


def lru_cache(maxsize=128, typed=False):
    def decorating(function):
        wrapper = _lru_cache_wrapper(function, maxsize, typed)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, function)

    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        return decorating(function)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return decorating


def cache(function, /):
    return lru_cache(maxsize=None)(function)
""",
    CACHE,
    "exec",
)


_MARK: Final = object()


_CacheInfo: Final = functools._CacheInfo


class _Key(tuple[Any, ...]):
    """What C looks up: its hash is asked for once."""

    def __init__(self, _: tuple[Any, ...]) -> None:
        self.hash = super().__hash__()

    def __hash__(self) -> int:
        return self.hash


def _make_key(args: tuple[Any, ...], named: dict[str, Any], typed: bool) -> Any:
    if not typed and not named and len(args) == 1 and type(args[0]) in (int, str):
        return args[0]
    key = args
    for item in named.items():
        key += (_MARK, *item)
    if typed:
        key += tuple(map(type, [*args, *named.values()]))
    plain = all(type(value) in effects.BARE for value in [*args, *named.values()])
    return key if plain else _Key(key)


def _touch(value: Any, write: bool) -> None:
    task = present()
    if task is not None:
        task.run.touch(task, value, 0, write)


def _compare(results: dict[Any, Any], key: Any) -> None:
    """`key` is looked for: C reads what those hold that it is compared with."""
    task = present()
    if type(key) is not _Key or task is None:
        return
    if any(effects.compared(task.run, task, part) for part in key):
        for one in (key, *results):
            if type(one) is _Key:
                effects.contents(task.run, task, tuple(one))


class _Bounded(dict[Any, Any]):
    """The results by key, each with that key; and, of these, which was used last."""

    def __init__(self) -> None:
        self.order: dict[int, list[Any]] = {}

    def clear(self) -> None:
        super().clear()
        self.order.clear()


_MISSING: Final = object()


def _fetch(results: dict[Any, Any], hits: list[Any], key: Any) -> Any:
    """What a cache has; a hit is counted, and in one that is bounded it is a use, too."""
    _touch(results, False)
    _compare(results, key)
    result = results.get(key, _MISSING)
    if result is _MISSING:
        return result
    _touch(hits, True)
    hits.append(key)
    if not isinstance(results, _Bounded):
        return result
    _touch(results, True)
    # Whoever cleared or evicted while keys were compared has it no longer.
    if results.order.pop(id(result), None) is not None:
        results.order[id(result)] = result
    return result[1]


def _keep(results: _Bounded, maxsize: int, key: Any, result: Any) -> None:
    """What a bounded cache does with a result: what another has kept meanwhile stays."""
    _touch(results, True)
    _compare(results, key)
    if key in results:
        return
    if len(results.order) >= maxsize:
        oldest = results.order.pop(next(iter(results.order)))
        results.pop(oldest[0], None)
    _touch(results, True)
    kept = [key, result]
    results[key] = kept
    results.order[id(kept)] = kept


def _info(
    results: dict[Any, Any], hits: list[Any], misses: list[Any], maxsize: int | None
) -> Any:
    for one in (results, hits, misses):
        _touch(one, False)
    return _CacheInfo(len(hits), len(misses), maxsize, len(results))


def _forget(*held: Any) -> None:
    for one in held:
        _touch(one, True)
        one.clear()


def _make_functools(world: World) -> ModuleType:
    module = ModuleType("functools")
    module.__dict__.update(functools.__dict__)
    scope = {
        "__builtins__": world.builtins,
        "make_key": _make_key,
        "Bounded": _Bounded,
        "missing": _MISSING,
        "fetch": _fetch,
        "keep": _keep,
        "forget": _forget,
        "info": _info,
        "update_wrapper": functools.update_wrapper,
        "MethodType": MethodType,
    }
    exec(_LRU_CACHE, scope)
    world.scopes.append(scope)
    for name in ("_lru_cache_wrapper", "lru_cache", "cache"):
        module.__dict__[name] = scope[name]
    return module


def _refuse(reason: str) -> Callable[..., Any]:
    def refused(*args: Any, **kwargs: Any) -> Any:
        raise unexplorable(reason)

    return refused


def _make_signal(world: World) -> ModuleType:
    import signal

    module = ModuleType("signal")
    module.__dict__.update(signal.__dict__)

    def set_handler(number: Any, handler: Any) -> Any:
        if here().tid != 1:
            raise ValueError("signal only works in main thread of the main interpreter")
        raise unexplorable("handles signals")

    for name in ("signal", "set_wakeup_fd"):
        module.__dict__[name] = set_handler
    for name in (
        "pause",
        "alarm",
        "setitimer",
        "raise_signal",
        "sigwait",
        "pthread_kill",
    ):
        module.__dict__[name] = _refuse("waits for or sends signals")
    return module


def _make_gc(world: World) -> ModuleType:
    """The engine decides when garbage is collected; here is what the program sees."""
    module = ModuleType("gc")
    module.__dict__.update(gc.__dict__)

    def switch(on: bool) -> Callable[[], None]:
        def switched() -> None:
            task = here()
            task.run.module_state(task, "gc", True)
            world.state["collects"] = on

        return switched

    def isenabled() -> bool:
        task = here()
        task.run.module_state(task, "gc", False)
        return bool(world.state["collects"])

    module.__dict__.update(
        enable=switch(True), disable=switch(False), isenabled=isenabled
    )
    return module


def _make_atexit(world: World) -> ModuleType:
    module = ModuleType("atexit")

    def register(function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not callable(function):
            raise TypeError("the first argument must be callable")
        task = here()
        task.run.module_state(task, "atexit", True)
        world.exits.append((function, args, kwargs))
        return function

    def unregister(function: Any, /) -> None:
        task = here()
        task.run.module_state(task, "atexit", True)
        world.exits[:] = [entry for entry in world.exits if entry[0] != function]

    def _ncallbacks() -> int:
        task = here()
        task.run.module_state(task, "atexit", False)
        return len(world.exits)

    module.__dict__.update(
        register=register, unregister=unregister, _ncallbacks=_ncallbacks
    )
    return module


def _make_builtins(world: World) -> ModuleType:
    return world.builtins


MAKERS: Final[dict[str, Callable[[World], ModuleType]]] = {
    "_thread": _make_thread,
    "_queue": _make_queue,
    "time": _make_time,
    "sys": _make_sys,
    "functools": _make_functools,
    "os": _make_os,
    "signal": _make_signal,
    "atexit": _make_atexit,
    "gc": _make_gc,
    "builtins": _make_builtins,
}

# ------------------------------------------------- fresh state for each run


def _fix_threading(world: World, module: Any) -> None:
    """Once: the bookkeeping of threads is quiet, threads hash by number."""
    original = module.Thread.start

    def start(self: Any) -> None:
        task = here()
        run = task.run
        if self._initialized:
            flag = effects.attributes(self._started)
            run.unseen(task, self._started, "_flag", False)
            if not (task.quiet or flag["_flag"]):
                # Here others may still count the threads without this one.
                run.stop(task, "start")
                task.stopped = True
                run.unseen(task, self._started, "_flag", False)
                if flag["_flag"]:
                    _late(run, task)
        with Quiet(task):
            before, task.starting = task.starting, True
            try:
                original(self)
            finally:
                task.starting, task.stopped = before, False

    start.__doc__ = original.__doc__
    module.Thread.start = start
    delete = module.Thread._delete

    def _delete(self: Any) -> None:
        task = here()
        run = task.run
        if run.settings.enumerates and not run.dead:
            # Here others may still count this thread.
            run.stop(task, "delete")
            run.access(task, ("threads",), True)
        delete(self)

    module.Thread._delete = _delete

    def hash_of(self: Any) -> int:
        try:
            return self.__dict__["_scheduler_hash"]  # type: ignore[no-any-return]
        except KeyError:
            number = self.__dict__["_scheduler_hash"] = next(world.state["hashes"])
            return number  # type: ignore[no-any-return]

    module.Thread.__hash__ = hash_of
    if world.strict:
        module.settrace = module.setprofile = world.sys.settrace
    for name in ("enumerate", "active_count"):
        _note_enumeration(world, module, name)
    world.state["atexits"] = list(module._threading_atexits)
    world.state["hook"] = module.excepthook
    _reset_threading(world, module)


def _note_enumeration(world: World, module: Any, name: str) -> None:
    function = getattr(module, name)

    def noted() -> Any:
        task = here()
        task.run.counts_threads(task)
        return function()

    noted.__name__ = noted.__qualname__ = name
    noted.__module__ = "threading"
    noted.__doc__ = function.__doc__
    setattr(module, name, noted)


def _reset_threading(world: World, module: Any) -> None:
    module._active_limbo_lock = primitives.QuietLock()
    module._active = {}
    world.run.elder(module._active)
    module._limbo = {}
    module._dangling = primitives.Tidy()
    module._counter = itertools.count(1).__next__
    module._threading_atexits = list(world.state["atexits"])
    module._SHUTTING_DOWN = False
    module._trace_hook = module._profile_hook = None
    module.excepthook = world.state["hook"]
    world.state["hashes"] = itertools.count(1)
    if "concurrent.futures.thread" in world.modules:
        pool = world.modules["concurrent.futures.thread"]
        module._threading_atexits.append(pool._python_exit)
    module._main_thread = module._MainThread()


def _reset_pool(world: World, module: Any) -> None:
    # Really a dictionary with weak keys, whose steps in Python are nobody's
    # business: it is read once, at the exit, and threads that have ended are
    # told there once more, in vain.
    module._threads_queues = {}
    module._shutdown = False
    module._global_shutdown_lock = primitives.Lock()
    module.ThreadPoolExecutor._counter = itertools.count().__next__


def _reset_futures(world: World, module: Any) -> None:
    """Sets of futures, and futures sorted by `id`, have one order in every run."""
    hashes = itertools.count(1)

    def hash_of(self: Any) -> int:
        try:
            return self.__dict__["_scheduler_hash"]  # type: ignore[no-any-return]
        except KeyError:
            number = self.__dict__["_scheduler_hash"] = next(hashes)
            return number

    module.Future.__hash__ = hash_of
    module.id = hash_of


def _reset_tempfile(world: World, module: Any) -> None:
    """The names that it makes up are the same in every run."""
    names = module._RandomNameSequence()
    names._rng, names._rng_pid = random.Random(0), PROCESS
    module._name_sequence = names
    module.tempdir = world.process.folder if world.process is not None else None


def _fix_random(world: World, module: Any) -> None:
    """Once: what has no seed is given one, and that is noted."""
    original = module.Random.seed

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        task = here()
        if a is None:
            task.run.unsettle(task, "draws random numbers that have no seed")
            # Another for each, and the same in every run.
            a = _SEED + task.run.number(task)
        elif self is module._inst:
            world.state["random"] = None
        original(self, a, version)

    seed.__doc__ = original.__doc__
    module.Random.seed = seed
    module.seed = module._inst.seed
    _reset_random(world, module)


def _reset_random(world: World, module: Any) -> None:
    vars(module._inst).clear()
    module._inst.seed(_SEED)
    world.state["random"] = module._inst.getstate()


def _fix_traceback(world: World, module: Any) -> None:
    """Once: a stack ends where the program does."""
    original = module.walk_stack

    def walk_stack(f: FrameType | None) -> Iterator[tuple[FrameType, int]]:
        return original(f) if f is None else walk(f)

    def walk(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
        while frame is not None:
            if not unseen(frame.f_code.co_filename):
                yield frame, frame.f_lineno
            frame = frame.f_back

    walk_stack.__doc__ = original.__doc__
    module.walk_stack = walk_stack


def _fix_logging(world: World, module: Any) -> None:
    # A weak set for what happens after a fork: it would remember earlier runs.
    module._at_fork_reinit_lock_weakset = primitives.Tidy()
    _reset_logging(world, module)


def _reset_logging(world: World, module: Any) -> None:
    """The tree of loggers, its handlers and its lock begin anew."""
    base = world.modules.get("concurrent.futures._base")
    # Pools bring `logging` along: most programs with a pool never use it.
    logger = base.__dict__.get("LOGGER") if base is not None else None
    if not world.logs:
        if logger is None or vars(logger) == world.state.get("logger"):
            return
    world.logs = False
    root = module.RootLogger(module.WARNING)
    module.root = module.Logger.root = root
    manager = module.Manager(root)
    module.Logger.manager = manager
    module._handlers.clear()
    module._handlerList.clear()
    module._lock = primitives.RLock()
    module.lastResort = module._StderrHandler(module.WARNING)
    module._defaultLastResort = module.lastResort
    if base is not None:
        logger = base.__dict__["LOGGER"] = module.getLogger("concurrent.futures")
        fresh: dict[str, Any] = {"filters": [], "handlers": [], "_cache": {}}
        world.state["logger"] = vars(logger) | fresh


#: What the main thread's handle is called.
_MAIN: Final = -60_000
#: What that tree holds before the program logs has names below this.
_LOGGING: Final = -50_000


def _of_logging(module: Any) -> Iterator[Any]:
    """What all loggers use, and is made anew."""
    root = module.root
    for value in (root, root.manager, module.lastResort):
        yield value
        for held in vars(value).values():
            if type(held) in (dict, list):
                yield held


#: A run in which a module is loaded does not count, but what it learns of deaths does;
#: the next begins with `_RESETTERS`.
FIXERS: Final[dict[str, Callable[[World, Any], None]]] = {
    "threading": _fix_threading,
    "concurrent.futures.thread": _reset_pool,
    "logging": _fix_logging,
    "traceback": _fix_traceback,
    "random": _fix_random,
}

_RESETTERS: Final[dict[str, Callable[[World, Any], None]]] = {
    "sys": _reset_sys,
    "threading": _reset_threading,
    "concurrent.futures.thread": _reset_pool,
    "concurrent.futures._base": _reset_futures,
    "random": _reset_random,
    "tempfile": _reset_tempfile,
    "logging": _reset_logging,
}
