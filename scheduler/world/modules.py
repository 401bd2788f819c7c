"""What `import` finds in the world of an exploration.

Four kinds of modules, told apart by `Modules.standard` and `_Source`:

* *made*: `_thread`, `time`, `sys` and whatever else stands for the system;
* *private*: modules of the standard library that have to do with threads, time
  or imports, executed from their source once per world.  Which these are is
  found by looking at what they import: see `reaches`;
* *real*: the rest of the standard library, which has nothing to simulate, and
  extension modules, loaded once per process;
* *the program's*: everything else.  Its modules are executed anew in each run,
  over the world's modules, and have stops like the program's file.

The import system is the standard library's own, `importlib._bootstrap`, a
private copy over the world's `sys`: packages, relative and circular imports,
namespace packages and `sys.modules` behave as they do outside.
"""

from __future__ import annotations

import builtins
import dis
import enum
import importlib
import importlib.machinery
import importlib.util
import os
import sys
import weakref
from _pickle import PickleBuffer
from collections.abc import Callable, Iterator, Mapping
from operator import is_not
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    MethodType,
    ModuleType,
)
from typing import Any, Final, Protocol

from scheduler.bytecode import callables, effects, monitor
from scheduler.engine.record import NAMED, Collecting
from scheduler.engine.run import Run
from scheduler.engine.task import Quiet, Task
from scheduler.model.identity import identity, module_of_class, own
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.model.place import HERE, NAME
from scheduler.world import elders, primitives
from scheduler.world.primitives import here, present
from scheduler.world.process import OF_THE_PROCESS

__all__ = ["Modules", "Namespace", "names_main", "unexplorable"]

#: Modules that share state under locks only, or share none: in them threads are
#: switched at the operations of primitives.
TRUSTED: Final = frozenset(
    """threading queue _threading_local concurrent concurrent.futures concurrent.futures._base
    concurrent.futures.thread sched logging logging.handlers contextlib traceback""".split()
)
#: Private ones that looking would not find: `random` has state, `gettext` sets a builtin,
#: some print, the others look for modules in `sys.modules`.
LISTED: Final = frozenset(
    "argparse cmd dataclasses gettext importlib pickle pkgutil pprint random runpy".split()
)
#: Modules whose use starts processes or threads that no scheduler here sees.
#: They may be imported: their functions and classes are refused when called. What
#: stands in another comes before it.
FORBIDDEN: Final = {
    "subprocess": "starts a process",
    "multiprocessing.dummy": "starts threads that are not simulated (a Thread's are)",
    "multiprocessing.pool": "starts processes, or threads that are not simulated "
    "(a ThreadPoolExecutor's are)",
    "multiprocessing": "starts a process",
    "_multiprocessing": "starts a process",
    "_posixsubprocess": "starts a process",
    "concurrent.futures.process": "starts a process",
    "concurrent.futures.interpreter": "starts an interpreter",
    "concurrent.interpreters": "starts an interpreter",
    "asyncio": "runs an event loop (asyncio)",
    "socket": "waits in the network",
    "_socket": "waits in the network",
    "ssl": "waits in the network",
    "_ssl": "waits in the network",
    "sqlite3": "shares a database, which is written in C",
    "_sqlite3": "shares a database, which is written in C",
    "selectors": "waits in the operating system",
    "select": "waits in the operating system",
    "fcntl": "locks a file",
    "tkinter": "opens a window",
    "_tkinter": "opens a window",
    "ctypes": "calls into C",
    "_ctypes": "calls into C",
}
#: What a module imports that has locks, threads or a clock of its own.
_TIMED: Final = frozenset(("threading", "_thread", "queue", "_queue", "time"))
_SIMULATED: Final = frozenset("logging sched concurrent random importlib".split()) | {
    name.partition(".")[0] for name in FORBIDDEN
}
#: The interpreter itself uses these: there is one of each, and they have no
#: locks.  `reprlib` and `functools` ask `_thread` for identities only.
_CORE: Final = frozenset(
    """abc _py_abc codecs encodings io types typing enum re functools collections
    _collections_abc operator keyword reprlib copyreg warnings _py_warnings ast dis opcode
    tokenize linecache token inspect copy weakref _weakrefset string textwrap numbers locale
    signal os posixpath ntpath genericpath stat site sysconfig heapq bisect _pyio datetime
    annotationlib pathlib glob fnmatch argparse""".split()
)


class _Watched(str):
    """The name of an audit event that is refused; whoever finds it refuses.

    A hook in Python would be called for each event there is, and each look at a frame is
    one. So the hook is a dictionary's own `get`, which comes to Python only where the
    hash of an event's name is that of one of these.
    """

    reason: str
    __slots__ = ("reason",)
    __hash__ = str.__hash__

    def __new__(cls, name: str, reason: str) -> _Watched:
        watched = super().__new__(cls, name)
        watched.reason = reason
        return watched

    def __eq__(self, event: object) -> bool:
        if not str.__eq__(self, event):
            return False
        _refuse(self.reason)
        return True


#: Audit events of what nobody here schedules.
_AUDITED: Final[dict[str, None]] = dict.fromkeys(
    _Watched(name, reason)
    for name, reason in {
        "_thread.start_new_thread": "starts a real thread",
        "_thread.start_joinable_thread": "starts a real thread",
        "subprocess.Popen": "starts a process",
        "os.fork": "forks",
        "os.forkpty": "forks",
        "os.system": "starts a process",
        "os.exec": "replaces the process",
        "os.posix_spawn": "starts a process",
        "socket.__new__": "waits in the network",
        "sqlite3.connect": "shares a database, which is written in C",
    }.items()
)

#: What a test imports to be a test: none of it is what is tested.
_TESTS: Final = frozenset(("pytest", "_pytest", NAME))
_LIBRARY: Final = os.path.dirname(os.__file__)

_sources: dict[tuple[str, bool], tuple[CodeType, str, bool]] = {}


def _source(name: str, records: bool) -> tuple[CodeType, str, bool]:
    """Code, file and whether it is a package, of a standard library module."""
    found = _sources.get((name, records))
    if found is None:
        file, package = _file(name)
        code = None
        if file is None:
            spec = importlib.util.find_spec(name)
            if spec is None or spec.origin is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            file, package = spec.origin, bool(spec.submodule_search_locations)
            if file == "frozen":
                # Pyodide ships no source of what its interpreter holds anyway.
                code = importlib.machinery.FrozenImporter.get_code(spec.name)
        if code is None:
            with open(file, "rb") as text:
                code = compile(text.read(), file, "exec", dont_inherit=True)
        if name in TRUSTED:
            if records:
                monitor.private_files[file] = effects.Constants(code, name)
            else:
                monitor.ignore(code)
        found = _sources[name, records] = (code, file, package)
    return found


def _file(name: str) -> tuple[str | None, bool]:
    """The source of a module of the standard library, and whether it is a package."""
    base = os.path.join(_LIBRARY, *name.split("."))
    if os.path.isfile(base + ".py"):
        return base + ".py", False
    init = os.path.join(base, "__init__.py")
    if os.path.isfile(init):
        return init, True
    return None, False


# ---------------------------------------------- which modules are private

_IMPORT: Final = dis.opmap["IMPORT_NAME"]
_EXTENDED: Final = dis.opmap["EXTENDED_ARG"]
_CONSTANT: Final = dis.opmap["LOAD_CONST"]

_reaching: dict[str, bool] = {}
_imported: dict[str, frozenset[str]] = {}


def _names(code: CodeType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What `code` and the code nested in it import: module, and from it what."""
    text = code.co_code
    at = text.find(_IMPORT)
    while at >= 0:
        if at % 2 == 0:
            index = text[at + 1]
            if at >= 2 and text[at - 2] == _EXTENDED:
                index |= text[at - 1] << 8
                before = at - 4
            else:
                before = at - 2
            items: Any = None
            if before >= 0 and text[before] == _CONSTANT:
                items = code.co_consts[text[before + 1]]
            if sys.version_info >= (3, 15):
                index >>= 2  # below it stands whether the import is lazy
            yield code.co_names[index], items if isinstance(items, tuple) else ()
        at = text.find(_IMPORT, at + 1)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _imports(name: str) -> frozenset[str]:
    """The modules that one of the standard library may import, at any time."""
    known = _imported.get(name)
    if known is not None:
        return known
    file, package = _file(name)
    found: set[str] = set()
    if file is not None:
        loader = importlib.machinery.SourceFileLoader(name, file)
        code = loader.get_code(name)
        parent = name if package else name.rpartition(".")[0]
        for module, items in _names(code) if code is not None else ():
            # Whether it is relative is not looked at: a module too many does no harm.
            for base in (module, f"{parent}.{module}" if module else parent):
                found.add(base)
                found.update(f"{base}.{item}" for item in items)
    _imported[name] = frozenset(
        found if file is None else (n for n in found if _exists(n))
    )
    return _imported[name]


def _exists(name: str) -> bool:
    if name.partition(".")[0] not in sys.stdlib_module_names:
        return False
    return "." not in name or _file(name)[0] is not None or name in sys.modules


def _simulated(name: str) -> bool:
    return name in _TIMED or name.partition(".")[0] in _SIMULATED


def reaches(name: str) -> bool:
    """Whether a module of the standard library comes to locks, threads or a clock.

    It does where it, or anything that it imports, imports what the world
    simulates; what the interpreter itself uses does not count.
    """
    known = _reaching.get(name)
    if known is not None:
        return known
    seen = {name}
    todo = [name]
    while todo:
        for inner in _imports(todo.pop()):
            if inner in seen or inner.partition(".")[0] in _CORE:
                continue
            if _reaching.get(inner) or _simulated(inner):
                _reaching[name] = True
                return True
            seen.add(inner)
            if _reaching.get(inner) is not False:
                todo.append(inner)
    for inner in seen:
        _reaching[inner] = False
    return False


# -------------------------------------------------------------- refusing


def unexplorable(reason: str) -> BaseException:
    """End the run: the program does what cannot be explored."""
    task = present()
    if task is None:
        return Unexplorable(f"the program {reason}")
    task.run.fail(task.run.unexplorable(task, reason))
    return Kill()


def _refusing(what: str, reason: str) -> Callable[..., Any]:
    def refused(*args: Any, **kwargs: Any) -> Any:
        raise unexplorable(f"uses {what}: {reason}")

    return refused


#: Functions of forbidden modules that only look at what they are given.
_HARMLESS: Final = frozenset(
    """asyncio.iscoroutinefunction asyncio.iscoroutine asyncio.isfuture
    asyncio.coroutines.iscoroutinefunction asyncio.coroutines.iscoroutine
    asyncio.futures.isfuture multiprocessing.current_process
    multiprocessing.process.current_process multiprocessing.cpu_count
    socket.getdefaulttimeout socket.inet_aton socket.inet_ntoa socket.inet_pton
    socket.inet_ntop socket.htons socket.ntohs socket.htonl socket.ntohl""".split()
)


class _Facade(ModuleType):
    """A forbidden module: constants and exceptions, and refusals for the rest."""

    def __init__(
        self, modules: Modules, name: str, reason: str, real: ModuleType
    ) -> None:
        super().__init__(name)
        inside = self.__dict__
        for key in ("__file__", "__path__", "__package__", "__doc__", "__all__"):
            if key in real.__dict__:
                inside[key] = real.__dict__[key]
        for key, value in real.__dict__.items():
            if key.startswith("__"):
                continue
            if isinstance(value, _PLAIN) or type(value) is object:
                inside[key] = value
            elif isinstance(value, type):
                inside[key] = _shown(value, f"{name}.{key}", reason)
            elif isinstance(value, (FunctionType, BuiltinFunctionType, MethodType)):
                if f"{name}.{key}" in _HARMLESS:
                    inside[key] = value
                else:
                    inside[key] = _refusing(f"{name}.{key}", reason)
        if "has_ipv6" in inside:
            inside["has_ipv6"] = (
                False  # or who imports it may look whether that is true
            )
        object.__setattr__(self, "_hidden", (modules, reason, real))

    def __getattr__(self, key: str) -> Any:
        modules, reason, real = object.__getattribute__(self, "_hidden")
        value = real.__dict__.get(key, self)
        if isinstance(value, ModuleType) and value is not self:
            return modules.standard(value.__name__)
        if value is not self and not key.startswith("__"):
            raise unexplorable(f"uses {self.__name__}.{key}: {reason}")
        raise AttributeError(f"module {self.__name__!r} has no attribute {key!r}")


_PLAIN: Final = (
    int,
    float,
    complex,
    str,
    bytes,
    bool,
    type(None),
    tuple,
    frozenset,
    enum.Enum,
)


def _shown(cls: type, name: str, reason: str) -> type:
    """A class of a forbidden module, of which no instance can be made."""
    if issubclass(cls, (BaseException, enum.Enum)) or issubclass(cls, _PLAIN):
        return cls
    refused = _refusing(name, reason)
    inside: dict[str, Any] = {
        key: staticmethod(refused)
        for base in cls.__mro__[:-1]
        for key, value in base.__dict__.items()
        if isinstance(value, (staticmethod, classmethod)) and key[:2] != "__"
    }
    inside["__module__"] = cls.__module__
    inside["__new__"] = inside["__init__"] = refused
    try:
        make: Any = type(cls)
        shown: type = make(cls.__name__, (cls,), inside)
        return shown
    except (TypeError, AttributeError):  # it is final, or asks for more than a name
        return type(cls.__name__, (), inside)


# --------------------------------------------------------------- importing


#: Types of which a copy is put back where there is no record.
_COPIED: Final = frozenset((list, dict, set))
#: What was there before the program has names below this, once it is used.
_OLDER: Final = -1_000_000_000_000
#: Attributes of a class that are not in its dict.
_OF_CLASSES: Final = frozenset(("__name__", "__qualname__", "__bases__"))


def _fill(place: Any, held: Any) -> None:
    """The list, dict or set `place` holds what `held` does."""
    if type(place) is list:
        place[:] = held
    else:
        place.clear()
        place.update(held)


_MAIN: Final = frozenset(("main_thread", "_main_thread"))
#: What else may be the object of the main thread.
_PERHAPS_MAIN: Final = _MAIN | {"current_thread", "currentThread", "enumerate"}


def names_main(code: CodeType) -> bool:
    """Whether a program with this `code` can ask whether the main thread still goes on."""
    codes, named = [code], set[str]()
    while codes:
        one = codes.pop()
        named.update(one.co_names)
        for constant in one.co_consts:
            if isinstance(constant, CodeType):
                codes.append(constant)
            elif isinstance(constant, str):
                named.add(constant)
    return bool(
        ("is_alive" in named and named & _PERHAPS_MAIN)
        or ("join" in named and named & _MAIN)
    )


class Host(Protocol):
    """What the modules need of the world that they belong to: see `World`."""

    directory: str
    builtins: ModuleType
    records: bool
    strict: bool
    lines: bool
    logs: bool
    looks_at_main: bool
    files: set[str]
    codes: list[CodeType]
    lasting: list[Any]

    def program(self, name: str) -> bool: ...

    def need_record(self, *args: Any, **named: Any) -> Any: ...


class Modules:
    """The modules of a world: `lasting` ones, and in `seen` what a run has imported.

    `makers` make what stands in for a module of C, `fixers` adapt a private copy of one
    of Python once it is loaded.
    """

    def __init__(
        self,
        world: Host,
        private: frozenset[str],
        makers: Mapping[str, Callable[[Any], ModuleType]],
        fixers: Mapping[str, Callable[[Any, Any], None]],
    ) -> None:
        self.world = world
        self.makers = makers
        self.fixers = fixers
        self.typed = private
        # Not the folder that the scheduler was started in: the program's.
        started = ("", os.getcwd())
        self.path = [world.directory, *(p for p in sys.path if p not in started)]
        #: Made and private modules, which outlive a run.
        self.lasting: dict[str, ModuleType] = {}
        #: `sys.modules`, as the program sees it.
        self.seen: dict[str, Any] = {}
        #: Modules of the library that `sys.modules` has held in this run.
        self.given: set[str] = set()
        #: What came along when a lasting module was loaded first.
        self.brought: dict[str, dict[str, Any]] = {}
        #: Packages that are copies of real ones, to hold private modules.
        self.held: set[str] = set()
        self.codes: dict[tuple[str, bytes], CodeType] = {}
        #: Numbers of the program's modules, in the order in which they were first seen.
        self.numbers: dict[str, int] = {}
        #: Modules that are executed while there is one thread have no stops, unless
        #: one of them was seen to start a thread or to wait.
        self.loud = False
        self.locks: dict[str, primitives.RLock] = {}
        #: Which module's lock each thread waits for.
        self.waiting: dict[int, str] = {}
        #: The program's modules that were loaded beside other threads.
        self.late: set[str] = set()
        self.bootstrap: Any = None
        self.external: Any = None
        self.states: list[_State] = []
        #: Modules of which `states` puts the attributes of classes back.
        self.reset: set[str] = set()
        #: By `id`, what the namespaces of modules were before the program's first run.
        self.usual: dict[int, Namespace] = {}
        #: By `id`, objects that these modules hold, at any depth: they outlive a run.
        self.older: dict[int, Any] = {}
        #: What those and these modules' namespaces are called, by `id`, once they are used.
        self.called: dict[int, int] = {}
        #: What makes such objects again what they were when a run first changed them.
        self.changed: dict[int, tuple[Any, list[Callable[[], None]]]] = {}
        #: Without a record nobody sees what is used: copies of what may be.
        self.copies: list[tuple[Any, Any]] = []
        #: Attributes that the program has set on classes of others, as they were.
        self.patched: list[tuple[type, str, Any]] = []

    # ------------------------------------------------------------- a run

    def start(self, run: Run) -> None:
        """Nothing is imported yet."""
        self.run = run
        self.seen.clear()
        self.given.clear()
        self.late.clear()
        self.locks.clear()
        self.waiting.clear()
        for state in self.states:
            state.restore(run)
        self.seen["builtins"] = self.world.builtins
        self.seen["sys"] = self.standard("sys")
        if self.world.records:
            run.elder(self.seen)
            run.namespace(self.seen)

    def keep(self, scope: dict[str, Any], private: bool = False) -> bool:
        """What a module holds now is what each run begins with; whether that is new.

        The objects that a `private` module holds are put back by it itself.
        """
        if identity(scope) in self.usual:
            return False
        self.usual[identity(scope)] = Namespace(scope)
        self.older.update(elders.reached(scope, private))
        if not self.world.records and not private:
            for value in scope.values():
                if type(value) in _COPIED:
                    self.copies.append((value, value.copy()))
        return True

    def older_number(self, key: int) -> int | None:
        """What an object is called in every run that was there before the program.

        Named by the first who uses it, it would have a name that depends on the schedule,
        and all of its class be taken for one.
        """
        if key in self.older or key in self.usual:
            return self.called.setdefault(key, _OLDER - len(self.called))
        return None

    def lasts(self, task: Task, value: Any) -> None:
        """A run changes an object that outlives it: can that be put back?"""
        if identity(value) in self.changed:
            return
        back = elders.remembered(value)
        self.changed[identity(value)] = value, back
        # A real lock is let go of again.
        if not back and module_of_class(type(value)) != "_thread":
            task.run.stays(
                task,
                f"changes a {type(value).__qualname__} that is there before the "
                "program, and it stays so in the next run",
            )

    def registers(self, cls: Any) -> None:
        """The abstract class `cls` is about to be told of another."""
        if identity(cls) not in self.changed and not self.is_own(cls):
            self.changed[identity(cls)] = cls, [elders.registry(cls)]

    def is_own(self, cls: type) -> bool:
        """Whether the program makes `cls` anew in each run."""
        module = module_of_class(cls)
        return module == "__main__" or (
            module in self.numbers and module not in self.lasting
        )

    def patch(self, task: Task, cls: type, name: Any) -> None:
        """The program is about to set an attribute of a class, of somebody else perhaps."""
        if self.is_own(cls) or type(name) is not str or _flags(cls) & _IMMUTABLE:
            return
        if module_of_class(cls) in self.reset and name not in _OF_CLASSES:
            return
        task.run.patches()
        self.patched.append((cls, name, _of_class(cls, name)))

    def restore(self) -> None:
        """The modules are what they were before a program set anything in them."""
        if self.patched:
            effects.changed()
        while self.patched:
            cls, name, before = self.patched.pop()
            if _of_class(cls, name) is not before:
                # Its own class may allow nobody to set it.
                if before is not _NOTHING:
                    type.__setattr__(cls, name, before)
                else:
                    type.__delattr__(cls, name)
        for _, back in self.changed.values():
            for put in back:
                put()
        self.changed.clear()
        for place, held in self.copies:
            if place != held:
                _fill(place, held)
        for namespace in self.usual.values():
            namespace.restore()

    def drop(self) -> None:
        """Let go of what the run has imported."""
        for name, module in self.seen.items():
            if name in self.numbers and isinstance(module, ModuleType):
                module.__dict__.clear()
        self.seen.clear()
        self.locks.clear()

    # ---------------------------------------------------- `import` itself

    def import_(
        self,
        name: str,
        globals: Any = None,
        locals: Any = None,
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        """`__import__`, as the program and the world's modules see it."""
        task = present()
        if task is not None and task.run.dead:
            raise Kill
        if not self.world.records and name.partition(".")[0] in OF_THE_PROCESS:
            if globals and self.world.program(str(globals.get("__file__"))):
                self.world.need_record()
        if task is not None and not task.quiet and self.world.records:
            self._looks(task, name, globals, fromlist, level)
        if not level and name in self.lasting and type(fromlist) is not list:
            # What is usual, without the import system: it is written in Python here.
            module = self.seen.get(name)
            if module is None:
                module = self.standard(name)
            if module is self.lasting[name]:
                if not fromlist:
                    return (
                        module if "." not in name else self.seen[name.partition(".")[0]]
                    )
                inside = module.__dict__
                if "__path__" not in inside or all(i in inside for i in fromlist):
                    return module
        if type(fromlist) is list and not level and self.library(name):
            # C asks, and then takes what the interpreter has.
            self._quietly(name)
        if self.bootstrap is None:
            self._boot()
        module = self.bootstrap.__import__(name, globals, locals, fromlist, level)
        self._show_children(module, name, fromlist)
        return module

    def _looks(
        self, task: Task, name: str, globals: Any, fromlist: Any, level: int
    ) -> None:
        """Record where in `sys.modules` an import looks, and what it puts there."""
        if task.run.solo:
            return
        if level:
            package = str((globals or {}).get("__package__") or "")
            base = package.rsplit(".", level - 1)[0]
            name = f"{base}.{name}" if name else base
        parts = name.split(".")
        names = [".".join(parts[: at + 1]) for at in range(len(parts))]
        if "__path__" in getattr(self.seen.get(name), "__dict__", ()):
            children = (f"{name}.{item}" for item in fromlist or ())
            names += [child for child in children if child in self.seen]
        for wanted in names:
            task.run.touch(task, self.seen, wanted, wanted not in self.seen)
        if names[-1] not in self.seen:
            for name in ("meta_path", "path", "path_hooks"):
                effects.surface(task.run, task, getattr(self.seen["sys"], name))

    def _show_children(self, module: Any, name: str, fromlist: Any) -> None:
        """Give a package the modules that are still being loaded.

        `from package import module` finds those in `sys.modules`; it is the
        interpreter itself that looks there, and it looks into its own.
        """
        if fromlist:
            children = [(module, child) for child in fromlist]
        elif "." in name:
            children = []
            parts = name.split(".")
            for at, child in enumerate(parts[1:], 1):
                parent = self.seen.get(".".join(parts[:at]))
                children.append((parent, child))
        else:
            return
        for parent, child in children:
            inside = getattr(parent, "__dict__", None)
            if inside is None or "__path__" not in inside or child in inside:
                continue
            loading = self.seen.get(f"{parent.__name__}.{child}")
            if loading is not None:
                inside[child] = loading

    def _boot(self) -> None:
        """Make the world's own import system."""
        bootstrap = self.bootstrap = ModuleType("_frozen_importlib")
        external = self.external = ModuleType("_frozen_importlib_external")
        with Quiet(present()):
            for module in (bootstrap, external):
                name = module.__name__.replace(
                    "_frozen_importlib", "importlib._bootstrap"
                )
                code, file, _ = _source(name, False)
                monitor.ignore(code)
                module.__file__ = file
                module.__package__ = "importlib"
                module.__dict__["__builtins__"] = builtins
                exec(code, module.__dict__)
        real: Any = sys.modules["importlib._bootstrap"]
        for name in ("_weakref", "_warnings"):
            bootstrap.__dict__[name] = getattr(real, name)
        imp = ModuleType("_imp")
        imp.__dict__.update(real._imp.__dict__)
        # What it guards is done in one step.
        imp.__dict__["acquire_lock"] = imp.__dict__["release_lock"] = lambda: None
        imp.__dict__["lock_held"] = lambda: False
        self.lasting["_imp"] = imp
        self.lasting["_frozen_importlib"] = self.lasting["importlib._bootstrap"] = (
            bootstrap
        )
        self.lasting["_frozen_importlib_external"] = external
        self.lasting["importlib._bootstrap_external"] = external
        modules = self

        class Guard:
            """Holds the lock of a module while it is loaded beside other threads."""

            def __init__(self, name: str) -> None:
                self.name = name

            def __enter__(self) -> None:
                modules.acquire(self.name)

            def __exit__(self, *exc: object) -> None:
                modules.release(self.name)

        class Wait(Guard):
            acquire = Guard.__enter__
            release = Guard.__exit__

        original = bootstrap._find_and_load

        def find_and_load(name: str, import_: Any) -> Any:
            return modules.find(name, import_, original)

        imports = bootstrap._gcd_import

        def gcd_import(name: str, package: Any = None, level: int = 0) -> Any:
            # What `importlib.import_module` calls, past `__import__`.
            task = present()
            asks = task is not None and not task.quiet and modules.world.records
            if task is not None and asks and type(name) is str:
                modules._looks(task, name, {"__package__": package}, (), level)
            return imports(name, package, level)

        world_sys = self.lasting["sys"]
        thread = self.standard("_thread")
        bootstrap.__dict__.update(
            sys=world_sys, _imp=imp, _thread=thread, _bootstrap_external=external,
            _ModuleLockManager=Guard, _get_module_lock=Wait, _find_and_load=find_and_load,
            _gcd_import=gcd_import,
        )  # fmt: skip
        external.__dict__.update(sys=world_sys, _imp=imp, _bootstrap=bootstrap)
        bootstrap.__dict__["__builtins__"] = external.__dict__["__builtins__"] = (
            self.world.builtins
        )

        def tell(owner: Any, name: str, value: Any) -> None:
            # Of a package, what was loaded below it.
            modules._step(owner.__dict__, name)
            setattr(owner, name, value)

        bootstrap.__dict__["setattr"] = tell

        class Source(external.SourceFileLoader):  # type: ignore[name-defined,misc]
            def create_module(self, spec: Any) -> None:
                modules._step(modules.seen, spec.name)

            def get_code(self, fullname: str) -> CodeType:
                return modules.code(fullname, self.get_filename(fullname))

            def exec_module(self, module: ModuleType) -> None:
                try:
                    modules.execute(module, self.get_code(module.__name__))
                except Kill:
                    raise
                except BaseException:
                    # It is taken out again.
                    modules._step(modules.seen, module.__name__)
                    raise

        class Sourceless(external.SourcelessFileLoader):  # type: ignore[name-defined,misc]
            def exec_module(self, module: ModuleType) -> None:
                raise unexplorable(f"imports {module.__name__}: there is no source")

        class Extension(external.ExtensionFileLoader):  # type: ignore[name-defined,misc]
            def create_module(self, spec: Any) -> ModuleType:
                return _extension(spec.name, spec.origin)

            def exec_module(self, module: ModuleType) -> None: ...

        for cls in (Source, Sourceless, Extension):
            base = cls.__mro__[1]
            cls.__module__, cls.__qualname__ = base.__module__, base.__qualname__
            cls.__name__ = base.__name__
            setattr(external, base.__name__, cls)
        self.finders = [external.PathFinder, _Elsewhere(external)]
        self.hooks = [
            external.FileFinder.path_hook(
                (Extension, importlib.machinery.EXTENSION_SUFFIXES),
                (Source, importlib.machinery.SOURCE_SUFFIXES),
                (Sourceless, importlib.machinery.BYTECODE_SUFFIXES),
            )
        ]
        self.reset_sys(world_sys)

    def _step(self, owner: dict[str, Any], name: str) -> None:
        """What comes next of an import shows in `owner`: a step of its own."""
        task = present()
        if task is None or task.run.solo or task.run.dead:
            return
        quiet, task.quiet = task.quiet, task.importing or 0
        try:
            task.run.stop(task, "import")
            task.run.touch(task, owner, name, True)
        finally:
            task.quiet = quiet

    def reset_sys(self, module: Any) -> None:
        """What `sys` says of imports begins anew."""
        module.path = list(self.path)
        if self.bootstrap is not None:
            module.meta_path = list(self.finders)
            module.path_hooks = list(self.hooks)
            module.path_importer_cache = {}

    def find(self, name: str, import_: Any, original: Any) -> Any:
        """The module `name`, loaded if it isn't yet: `_find_and_load`."""
        seen = self.seen
        task = present()
        if task is not None and task.run.dead:
            raise Kill
        if name not in seen and self.library(name):
            with Quiet(task):
                return self.standard(name)
        if task is None:
            return original(name, import_)
        if self.late and not task.quiet:
            task.run.access(task, ("module", name), False)
        base, task.importing = (
            task.importing,
            (task.quiet if task.importing is None else task.importing),
        )
        try:
            with Quiet(task):
                return original(name, import_)
        finally:
            task.importing = base

    # ------------------------------------------- locks of modules that load

    def acquire(self, name: str) -> None:
        task = here()
        run: Run = task.run
        if run.solo and not self.loud:
            return
        lock = self.locks.get(name)
        if lock is None:
            lock = self.locks[name] = primitives.RLock()
            lock.number = self._number(name)
        quiet = task.quiet
        if not run.solo:
            task.quiet = task.importing or 0
        try:
            if lock.acquire(False):
                return
            run.access(task, ("imports",), True)
            if self._circle(task, lock):
                raise self.bootstrap._DeadlockError(
                    f"deadlock detected by _ModuleLock({name!r})"
                )
            self.waiting[task.tid] = name
            try:
                lock.acquire()
            finally:
                self.waiting.pop(task.tid, None)
        finally:
            task.quiet = quiet

    def release(self, name: str) -> None:
        task = here()
        run: Run = task.run
        lock = self.locks.get(name)
        if lock is None or lock.holder is not task:
            return
        quiet = task.quiet
        if not run.solo:
            task.quiet = task.importing or 0
        try:
            lock.release()
        finally:
            task.quiet = quiet

    def _circle(self, task: Task, lock: primitives.RLock) -> bool:
        """Whether whoever holds `lock` waits, over others perhaps, for `task`."""
        for _ in self.waiting:
            holder = lock.holder
            if holder is None or holder is task:
                break
            name = self.waiting.get(holder.tid)
            if name is None:
                return False
            lock = self.locks[name]
        return lock.holder is task

    # ------------------------------------------------ the standard library

    def library(self, name: str) -> bool:
        """Whether `name` is a module of the standard library, or of who tests with us."""
        return (
            not self.world.strict
            or name.partition(".")[0] in sys.stdlib_module_names
            or name.partition(".")[0] in _TESTS
            or name in self.typed
        )

    def standard(self, name: str) -> Any:
        """The world's own module of the standard library, or the real one."""
        seen = self.seen
        if name in self.given and name not in seen:
            self._again(name)
        self.given.add(name)
        found = self.lasting.get(name)
        if found is None:
            parent = name.rpartition(".")[0]
            if parent and parent not in seen:
                self.standard(parent)
                if name in seen:
                    return seen[name]
            before = set(seen)
            found = self._made(name)
            if found is None:
                found = self._real(name)
            elif name in self.lasting:
                self.brought[name] = {
                    other: seen[other] for other in seen if other not in before
                }
            if isinstance(found, ModuleType):
                new = self.keep(found.__dict__, private=name in self.lasting)
                task = present()
                if task is not None and (new or name in self.lasting):
                    # From the next run on, it has a name before it is used.
                    task.run.begin_anew()
        elif name not in seen:
            parent = name.rpartition(".")[0]
            if parent and parent not in seen:
                self.standard(parent)
            for other, module in (*self.brought.get(name, {}).items(), (name, found)):
                if other not in seen:
                    self.given.add(other)
                    seen[other] = module
                    self._tell_parent(other, module)
        if name.startswith("logging"):
            self.world.logs = True
        return seen.setdefault(name, found)

    def _again(self, name: str) -> None:
        """The module `name` was taken out of `sys.modules`, and is imported again."""
        task = present()
        if task is not None:
            task.run.unsettle(
                task,
                f"imports {name} again, which was taken out of sys.modules: it gets the "
                "same module, and Python would make a new one",
            )

    def _tell_parent(self, name: str, module: Any) -> None:
        parent, _, child = name.rpartition(".")
        if parent in self.lasting:
            self.lasting[parent].__dict__.setdefault(child, module)

    def _made(self, name: str) -> ModuleType | None:
        """Make or load the world's own module of that name; `None` for a real one."""
        maker = self.makers.get(name)
        if maker is not None:
            module = self.lasting[name] = maker(self.world)
            return module
        if self.world.strict:
            if name == "_pickle":
                # It looks for the program's classes in the engine's modules: `pickle`
                # does without, but for this.
                module = self.lasting[name] = ModuleType(name)
                vars(module)["PickleBuffer"] = PickleBuffer
                return module
            for forbidden, reason in FORBIDDEN.items():
                if name == forbidden or name.startswith(forbidden + "."):
                    return self._facade(name, reason)
        if self.private(name):
            parent, _, child = name.rpartition(".")
            if parent and parent not in self.lasting:
                self._stand_in(parent)
            return self._load(name, parent, child)
        return None

    def private(self, name: str) -> bool:
        """Whether a module of the standard library is executed from its source."""
        if name in self.typed or name in TRUSTED:
            return True
        if name in LISTED and (self.world.strict or name == "random"):
            return True
        if not self.world.strict:
            return False
        if name.partition(".")[0] in _CORE or _file(name)[0] is None:
            return False
        parent = name.rpartition(".")[0]
        if parent and parent in self.lasting and parent not in self.held:
            return True
        return reaches(name)

    def _facade(self, name: str, reason: str) -> ModuleType:
        module = self.lasting[name] = _Facade(self, name, reason, self._quietly(name))
        parent, _, child = name.rpartition(".")
        if parent:
            if parent not in self.lasting:
                self._stand_in(parent)
            self.lasting[parent].__dict__[child] = module
        return module

    def _quietly(self, name: str) -> ModuleType:
        """Import a real module."""
        task = present()
        if task is None:
            return importlib.import_module(name)
        named = task.named
        try:
            with Quiet(task):
                return importlib.import_module(name)
        finally:
            task.named = named

    def _real(self, name: str) -> ModuleType:
        module = self._quietly(name)
        parent, _, child = name.rpartition(".")
        if parent in self.held:
            self.lasting[parent].__dict__[child] = module
        return module

    def _stand_in(self, name: str) -> None:
        """A copy of a real package, to hold modules of the world's."""
        real = self._quietly(name)
        module = self.lasting[name] = ModuleType(name)
        self.held.add(name)
        for key, value in real.__dict__.items():
            inner = isinstance(value, ModuleType) and sys.modules.get(f"{name}.{key}")
            if inner is not value:
                module.__dict__[key] = value
        self.seen[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            if parent not in self.lasting:
                self._stand_in(parent)
            setattr(self.lasting[parent], child, module)

    def _load(self, name: str, parent: str, child: str) -> ModuleType:
        task = present()
        if task is None:
            return self._execute(name, parent, child)
        # What is made here must not change what the program's objects are called.
        named = task.named
        importing, task.importing = task.importing, None
        try:
            with Quiet(task):
                return self._execute(name, parent, child)
        finally:
            task.importing = importing
            task.named = named

    def _execute(self, name: str, parent: str, child: str) -> ModuleType:
        code, file, package = _source(name, self.world.records)
        module = ModuleType(name)
        module.__file__ = file
        module.__dict__["__builtins__"] = self.world.builtins
        if package:
            module.__path__ = [os.path.dirname(file)]
            module.__package__ = name
        else:
            module.__package__ = parent
        self.lasting[name] = self.seen[name] = module
        try:
            with Collecting(self.run) as made:
                exec(code, module.__dict__)
        except BaseException:
            self.lasting.pop(name, None)
            self.seen.pop(name, None)
            raise
        for primitive in made:
            self.world.lasting.append(primitive)
            primitive.number = -100_000 - len(self.world.lasting)
        if parent:
            setattr(self.lasting[parent], child, module)
        fixer = self.fixers.get(name)
        if fixer is not None:
            fixer(self.world, module)
        elif name not in TRUSTED and self.world.strict:
            self.states.append(_State(module, self._number(name)))
            self.reset.add(name)
        return module

    # --------------------------------------------------- the program's own

    def _number(self, name: str) -> int:
        """What the objects of a module of the program are called: the same in each run."""
        number = self.numbers.setdefault(name, len(self.numbers))
        return -100_000_000 - number * 1_000_000

    def code(self, name: str, file: str) -> CodeType:
        """The code of a module of the program; by its text, not by where it lies."""
        with open(file, "rb") as text:
            source = text.read()
        code = self.codes.get((name, source))
        if code is None:
            code = compile(source, file, "exec", dont_inherit=True)
            self.codes[name, source] = code
            self.world.files.add(file)
            if not self.world.looks_at_main and names_main(code):
                self.world.looks_at_main = True
                self.run.begin_anew()
        return code

    def execute(self, module: ModuleType, code: CodeType) -> None:
        """Execute a module of the program in this run."""
        task = here()
        run: Run = task.run
        scope = module.__dict__
        scope["__builtins__"] = self.world.builtins
        run.namespace(scope)
        number = self._number(module.__name__)
        if self.world.records:
            run.fix_name(scope, number)
        base = task.importing or 0
        if run.solo and not self.loud:
            self._alone(task, code, scope, number)
            return
        world = self.world
        monitor.adopt(code, True, world.lines)
        world.codes.append(code)
        if not run.solo:
            self.late.add(module.__name__)
            run.access(task, ("module", module.__name__), True)
        quiet, task.quiet = task.quiet, base
        importing, task.importing = task.importing, None
        try:
            exec(code, scope)
        finally:
            task.quiet = quiet
            task.importing = importing
            if not run.solo:
                self.late.add(module.__name__)
                run.access(task, ("module", module.__name__), True)

    def _alone(
        self, task: Task, code: CodeType, scope: dict[str, Any], number: int
    ) -> None:
        """Execute a module while there is one thread: nothing in it is a step."""
        run: Run = task.run
        named = task.named
        importing, task.importing = task.importing, None
        task.alone_in = (task.alone_in or 0) + 1
        try:
            with Collecting(run) as made:
                exec(code, scope)
        finally:
            task.alone_in -= 1
            task.importing = importing
            task.named = named
        for at, primitive in enumerate(made):
            primitive.number = number - 1 - at
        if self.world.records:
            _Names(run, scope, number - 100_000).all()

    def disturb(self, task: Task) -> None:
        """A module that is executed alone starts a thread or waits: from the beginning."""
        if not task.alone_in or self.loud:
            return
        self.loud = True
        run: Run = task.run
        run.begin_anew()
        run.end("step-limit")
        raise Kill


class Namespace:
    """A module's namespace, and what it held before the program's first run."""

    __slots__ = ("changes", "held", "names", "scope", "values")

    def __init__(self, scope: dict[str, Any]) -> None:
        self.scope = scope
        #: A run has changed it: the next ones will.
        self.changes = False
        self.held = dict(scope)
        self.names = tuple(scope)
        self.values = tuple(scope.values())

    def restore(self) -> None:
        """It holds the same objects again: most still do after a run."""
        scope, held = self.scope, self.held
        try:
            if not self.changes and (
                tuple(scope.values()) == self.values and tuple(scope) == self.names
            ):
                return
        except Exception:  # what was set there can't be compared
            pass
        self.changes = True
        scope.update(held)
        if len(scope) != len(held):
            for name in scope.keys() - held.keys():
                # What was imported below a package stays with it.
                if not isinstance(scope[name], ModuleType):
                    del scope[name]


class _State:
    """What a private module holds after its import, to begin every run with.

    Its globals, the attributes of its classes and of their instances, and what
    is in lists, dictionaries and sets.  What objects of C hide stays.
    """

    def __init__(self, module: ModuleType, number: int) -> None:
        self.module = module.__name__
        self.saved: dict[int, tuple[Any, Any]] = {}
        self._save(module.__dict__)
        self.names = {
            key: [place, False, number - 1 - at, 1, 0, -1]
            for at, (key, (place, _)) in enumerate(self.saved.items())
        }

    def _save(self, value: Any) -> None:
        cls = type(value)
        if cls in effects.BARE or identity(value) in self.saved:
            return
        if cls is dict:
            self.saved[identity(value)] = value, dict(value)
            for inner in list(value.values()):
                self._save(inner)
        elif cls is list:
            self.saved[identity(value)] = value, list(value)
            for inner in value:
                self._save(inner)
        elif cls is set:
            self.saved[identity(value)] = value, set(value)
        elif cls is FunctionType:
            for cell in value.__closure__ or ():
                if identity(cell) not in self.saved and not _empty(cell):
                    self.saved[identity(cell)] = cell, cell.cell_contents
                    self._save(cell.cell_contents)
        elif isinstance(value, type):
            if value.__module__ == self.module:
                self.saved[identity(value)] = value, dict(value.__dict__)
                for inner in list(value.__dict__.values()):
                    self._save(inner)
        elif getattr(cls, "__module__", None) == self.module:
            try:
                self._save(object.__getattribute__(value, "__dict__"))
            except AttributeError:
                return

    def restore(self, run: Run) -> None:
        for place, before in self.saved.values():
            cls = type(place)
            if cls is dict:
                if len(place) != len(before) or any(
                    place.get(key, _NOTHING) is not item for key, item in before.items()
                ):
                    place.clear()
                    place.update(before)
            elif cls is list:
                if len(place) != len(before) or any(map(is_not, place, before)):
                    place[:] = before
            elif cls is set:
                if place != before:
                    place.clear()
                    place.update(before)
            elif cls is CellType:
                if _empty(place) or place.cell_contents is not before:
                    place.cell_contents = before
            else:
                _restore_class(place, before)
        run.fix_names(self.names)


_NOTHING: Final = object()
_flags: Final = type.__dict__["__flags__"].__get__
#: Nobody can set an attribute of such a class.
_IMMUTABLE: Final = 1 << 8


def _of_class(cls: type, name: str) -> Any:
    if name in _OF_CLASSES:
        return type.__getattribute__(cls, name)
    return own(cls).get(name, _NOTHING)


def _empty(cell: CellType) -> bool:
    try:
        return cell.cell_contents is _NOTHING
    except ValueError:
        return True


def _restore_class(cls: type, before: dict[str, Any]) -> None:
    now = dict(cls.__dict__)
    for name, value in before.items():
        if now.pop(name, _NOTHING) is not value:
            setattr(cls, name, value)
    for name in now:
        if not name.startswith("__"):
            delattr(cls, name)


class _Names:
    """Names what a module of the program holds: the same in every run."""

    def __init__(self, run: Run, scope: dict[str, Any], number: int) -> None:
        self.run = run
        self.scope = scope
        self.number = number
        self.module = scope.get("__name__")

    def all(self) -> None:
        todo: list[Any] = list(self.scope.values())
        todo.reverse()
        while todo:
            inner = self.one(todo.pop())
            if inner:
                todo.extend(reversed(inner))

    def one(self, value: Any) -> list[Any]:
        """Name `value`; what is in it, where that has an order."""
        cls = type(value)
        if cls in effects.BARE:
            return []
        if cls is FunctionType:
            if value.__globals__ is not self.scope:
                return []
            inner: list[Any] = [*(value.__defaults__ or ()), *value.__dict__.values()]
            for cell in value.__closure__ or ():
                if self.name(cell):
                    try:
                        inner.append(cell.cell_contents)
                    except ValueError:
                        pass
            return inner
        if isinstance(value, type):
            if value.__dict__.get("__module__") != self.module:
                return []
            return list(value.__dict__.values()) if self.name(value) else []
        if cls in (staticmethod, classmethod):
            return [value.__func__]
        if cls is property:
            return [value.fget, value.fset]
        if cls is tuple:
            return list(value)
        kind = effects.kind_of(cls)
        if kind not in NAMED:
            return []
        if not self.name(value):
            return []
        if cls is dict:
            return [*value.keys(), *value.values()]
        if (
            cls is list
            or kind == callables.CONTAINER
            and not isinstance(value, (set, bytearray))
        ):
            return list(value.values() if isinstance(value, dict) else value)
        try:
            attributes = object.__getattribute__(value, "__dict__")
        except AttributeError:
            return []
        return list(attributes.values())

    def name(self, value: Any) -> bool:
        """Whether `value` had no name."""
        names = self.run.names
        known = names.get(identity(value))
        if known is not None and not (known[1] and known[0]() is not value):
            return False
        self.number -= 1
        ref: Any = value
        weak = False
        if effects.kind_of(type(value)) == callables.OBJECT:
            try:
                ref, weak = weakref.ref(value), True
            except TypeError:
                pass
        names[identity(value)] = [ref, weak, self.number, 1, 0, -1]
        return True


class _Elsewhere:
    """Finders of the interpreter for what lies on no path: editable installations."""

    def __init__(self, external: Any) -> None:
        self.external = external

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        usual = (
            "importlib",
            "_frozen_importlib",
            "zipimport",
            "_pytest",
            "_distutils_hack",
        )
        for finder in list(sys.meta_path):
            kind = finder if isinstance(finder, type) else type(finder)
            if kind.__module__.partition(".")[0] in usual:
                continue
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find is not None else None
            if spec is not None and str(spec.origin).endswith(".py"):
                return self.external.spec_from_file_location(
                    name, spec.origin,
                    submodule_search_locations=spec.submodule_search_locations,
                )  # fmt: skip
        return None


# ------------------------------------------------------- extension modules

_extensions: dict[tuple[str, str], ModuleType] = {}


def _extension(name: str, file: str) -> ModuleType:
    """An extension module, loaded for real and once; refused if it has threads."""
    known = _extensions.get((name, file))
    if known is not None:
        return known
    task = here()
    before = set(sys.modules)
    threads = _threads()

    def load() -> ModuleType:
        loader = importlib.machinery.ExtensionFileLoader(name, file)
        spec = importlib.machinery.ModuleSpec(name, loader, origin=file)
        module = importlib.util.module_from_spec(spec)
        loader.exec_module(module)
        return module

    with Quiet(task):
        module, imported = _importing(load)
    if _threads() > threads:
        raise unexplorable(f"imports {name}: this extension module starts threads")
    other = [
        new
        for new in set(sys.modules) - before
        if new != name and new.partition(".")[0] not in sys.stdlib_module_names
    ]
    if other:
        raise unexplorable(
            f"imports {name}: this extension module imports {min(other)}, past the scheduler"
        )
    hidden = (real for real in sorted(imported) if _simulated(real))
    for used in (*hidden, *map(_used, module.__dict__.values())):
        if used:
            raise unexplorable(
                f"imports {name}: this extension module uses {used}, past the scheduler"
            )
    _extensions[name, file] = module
    return module


def _importing[T](load: Callable[[], T]) -> tuple[T, set[str]]:
    """What `load` returns, and the modules that C itself imports meanwhile."""
    imported: set[str] = set()
    usual = builtins.__import__

    def noted(name: str, globals: Any = None, *rest: Any, **named: Any) -> Any:
        # C has no globals of its own: what it is given are those of who loads it.
        if (globals or {}).get("__name__") in _LOADERS:
            imported.add(name)
        return usual(name, globals, *rest, **named)

    builtins.__import__ = noted
    try:
        return load(), imported
    finally:
        builtins.__import__ = usual


_LOADERS: Final = (
    __name__,
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "_frozen_importlib",
    "_frozen_importlib_external",
)


def _used(value: Any) -> str:
    """What `value` shows that its module uses for real: locks, threads or a clock."""
    if isinstance(value, ModuleType):
        return value.__name__ if _simulated(value.__name__) else ""
    cls = value if isinstance(value, type) else type(value)
    if cls.__module__ in (
        "threading",
        "_thread",
        "queue",
        "_queue",
        "concurrent.futures",
    ):
        return f"{cls.__module__}.{cls.__qualname__}"
    if getattr(value, "__module__", None) in ("threading", "_thread", "time"):
        return f"{value.__module__}.{getattr(value, '__name__', '')}"
    return ""


def _threads() -> int:
    """How many threads the system counts in this process."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


# ------------------------------------------------ what happens past the world

_watched = False


def watch() -> None:
    """From now on, refuse what a simulated thread does past the scheduler."""
    global _watched
    if not _watched:
        _watched = True
        sys.addaudithook(_AUDITED.get)


def _refuse(reason: str) -> None:
    """A simulated thread does what is refused; the backend's own threads may start."""
    task = present()
    if task is None or task.tid == 0 or not task.run.world.strict:
        return
    frame: Any = sys._getframe(2)
    if frame.f_globals.get("__name__") == f"{NAME}.engine.backend":
        return
    while frame is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    name = frame.f_globals.get("__name__", "") if frame is not None else ""
    raise unexplorable(f"comes to {name}, which {reason}" if name else reason)
