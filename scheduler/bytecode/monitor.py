"""`sys.monitoring` events of the code that simulated threads execute.

One tool serves every exploration in the process; an event is handed to the
exploration whose simulated thread runs on the current operating-system
thread, and ignored on any other thread.  Code is instrumented by local
events.  The only global events are the start of a function, by which code of
real modules is found the first time that a simulated thread enters it, and an
exception: its traceback is that of CPython, and that calls may go no deeper is known.
"""

from __future__ import annotations

import builtins
import dis
import inspect
import os
import re
import sys
from _thread import allocate_lock, get_ident
from collections.abc import Iterator
from sys import _getframe
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from scheduler.bytecode import effects
from scheduler.bytecode.effects import INNER, Site
from scheduler.model.contract import Run, Thread
from scheduler.model.identity import identity, module_of_class, mro
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.model.place import HERE, unseen

__all__ = ["adopt", "enter", "leave", "release", "tasks", "use"]

_E = sys.monitoring.events
_DISABLE = sys.monitoring.DISABLE
_trace: Any = BaseException.__dict__["__traceback__"].__get__
_BUILTINS = builtins.__dict__
_GENERATES = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
#: Files of the library of which a call is one step: C calls the real `_strptime`, past
#: the world, and its lock is real; what `linecache` has read depends on earlier runs.
_ONE_STEP = frozenset(
    (
        os.path.join(os.path.dirname(os.__file__), "_strptime.py"),
        os.path.join(os.path.dirname(os.__file__), "linecache.py"),
        "<frozen linecache>",  # 3.15's
    )
)

#: What compiles a pattern, or finds it compiled: who comes between sees nothing of it.
_COMPILES = identity(re._compile.__code__)  # type: ignore[attr-defined]
#: Where one of these is in a pattern, to compile it may warn; else it does not.
_MAY_WARN = ("[[", "--", "&&", "~~", "||", "(?(")
_FLAGS = (int, re.RegexFlag, type(re._zero_sentinel))  # type: ignore[attr-defined]
#: Files whose functions do all that they share under a real lock, of C: they have no
#: stops, or a thread that is switched away from would hold it.
_LOCKED = frozenset(
    os.path.join(os.path.dirname(os.__file__), name)
    for name in ("warnings.py", "_py_warnings.py")
    if sys.version_info >= (3, 14)
)

#: The machinery of imports, which is nobody's program.
_IMPORTS = ("<frozen importlib", "<frozen zipimport")
#: The same, of a world.
_BY_IMPORT = frozenset(
    os.path.join(os.path.dirname(os.__file__), "importlib", name)
    for name in ("_bootstrap.py", "_bootstrap_external.py")
)

#: The simulated thread that runs on an operating-system thread, by its id.
tasks: dict[int, Thread] = {}

#: Files of the modules that worlds execute privately: recorded, not stopped.
private_files: dict[str, effects.Constants] = {}

#: Namespaces of the real modules whose code was adopted, in that order.
namespaces: dict[int, dict[str, Any]] = {}

#: By `id`, kept for good: code of the same files that runs as it is, for searches
#: that record nothing.
_ignored: dict[int, CodeType] = {}
_ignored_files: set[str] = set()
_kept: dict[int, tuple[CodeType, dict[int, Site]]] = {}
_tables: dict[int, tuple[CodeType, dict[int, Site]]] = {}
#: By file and value: what a program compiles itself is another object in each run.
_alike: dict[tuple[str, CodeType, bool], dict[int, Site]] = {}
_sites: dict[int, dict[int, Site]] = {}
_lines: dict[int, dict[int, Site]] = {}
#: Where an exception leaves code that has stops.
_unwinding: dict[CodeType, Site] = {}
_tool = -1
_users = 0
_usual_hook: Any = None
#: Whether private code is to be instrumented anew.
_stale = False
_lock = allocate_lock()


def use() -> None:
    """Switch the tool on for one more exploration."""
    global _tool, _users, _usual_hook
    with _lock:
        _users += 1
        if _users > 1:
            return
        monitoring = sys.monitoring
        for number in (3, 4, 5, 2, 1, 0):
            if monitoring.get_tool(number) is None:
                monitoring.use_tool_id(number, "scheduler")
                _tool = number
                break
        else:
            _users -= 1
            raise RuntimeError("no free tool id in sys.monitoring")
        monitoring.register_callback(_tool, _E.INSTRUCTION, _instruction)
        monitoring.register_callback(_tool, _E.LINE, _line)
        monitoring.register_callback(_tool, _E.PY_START, _start)
        monitoring.register_callback(_tool, _E.RAISE, _raises)
        monitoring.register_callback(_tool, _E.PY_UNWIND, _unwinds)
        monitoring.set_events(_tool, _E.PY_START | _E.RAISE | _E.PY_UNWIND)
        monitoring.restart_events()
        _usual_hook = sys.unraisablehook
        sys.unraisablehook = _unraisable


def release() -> None:
    """Switch the tool off with the last exploration that used it."""
    global _tool, _users
    with _lock:
        _users -= 1
        if _users:
            return
        for code, _ in _tables.values():
            sys.monitoring.set_local_events(_tool, code, 0)
        _tables.clear()
        _alike.clear()
        _sites.clear()
        _lines.clear()
        _unwinding.clear()
        namespaces.clear()
        for constants in private_files.values():
            if constants.learned:
                constants.learned.clear()
                _kept.clear()
        effects.forget()
        for event in (_E.INSTRUCTION, _E.LINE, _E.PY_START, _E.RAISE, _E.PY_UNWIND):
            sys.monitoring.register_callback(_tool, event, None)
        sys.monitoring.set_events(_tool, 0)
        sys.monitoring.free_tool_id(_tool)
        if sys.unraisablehook is _unraisable:
            sys.unraisablehook = _usual_hook
        _tool = -1


def _unraisable(unraisable: Any) -> None:
    """Let a program be told of what its finalizers raise, and nobody of what comes after.

    A generator that was left in the middle still runs its `finally`, and
    Python reports what that raises to whoever listens in this process.
    """
    task = tasks.get(get_ident())
    # `Unexplorable`: a stack that is left for good lets go of a program's object.
    if isinstance(unraisable.exc_value, (Kill, Unexplorable)):
        return
    if task is None:
        _usual_hook(unraisable)
    elif task.tid and not task.run.dead:
        task.run.world.unraisable(task, unraisable)


def adopt(
    code: CodeType,
    own: bool,
    lines: bool = False,
    records: bool = True,
) -> None:
    """Instrument `code` and the code nested in it.

    `own` code has stops; other code is only recorded, where the run `records` at all,
    and has those at which the library's steps are parted.  `lines` asks for a
    stop at each line.
    """
    if identity(code) in _sites:
        return
    known = _kept.get(identity(code))
    alike = (code.co_filename, code, own or records)
    if known is not None:
        table = known[1]
    elif alike in _alike:
        table = _alike[alike]
    else:
        constants = None if own else private_files.get(code.co_filename)
        if not records:
            constants = effects.Constants(code, "")
        table = effects.table(code, constants)
        for site in table.values():
            site.own = own or site.own
            if not site.own and code.co_filename not in _LOCKED:
                site.inner = site.number * INNER
        if not own:
            table = {
                at: site
                for at, site in table.items()
                if site.effect is not None and (site.own or records)
            }
            _kept[identity(code)] = (code, table)
        _alike[alike] = table
    _tables[identity(code)] = (code, table)
    _sites[identity(code)] = table
    wanted = _E.INSTRUCTION
    if lines:
        _lines[identity(code)] = {}
        wanted |= _E.LINE
    sys.monitoring.set_local_events(_tool, code, wanted)
    if own:
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                adopt(constant, own, lines)


def rebind(owner: Any, name: Any) -> bool:
    """An attribute of `owner` is set, by the program; whether that tells something new.

    What a private module never rebinds is not recorded where it reads it: until the
    program rebinds it.
    """
    global _stale
    if issubclass(type(owner), ModuleType):
        homes = {owner.__name__}
    else:
        cls = owner if issubclass(type(owner), type) else type(owner)
        homes = {module_of_class(one) for one in mro(cls)}
    files = [
        constants
        for file, constants in private_files.items()
        if name not in constants.learned and constants.module in homes
    ]
    if not files:
        return False
    for constants in private_files.values():
        constants.learned.add(name)
    _stale = True
    return True


def renew() -> None:
    """A run begins: private code is instrumented anew, where more of it is recorded."""
    global _stale
    if not _stale:
        return
    _stale = False
    _kept.clear()
    for code, _ in list(_tables.values()):
        if code.co_filename in private_files:
            del _sites[identity(code)], _tables[identity(code)]
            _alike.pop((code.co_filename, code, True), None)
            # Without events first, so that those switched off come back: to restart
            # all events ends in memory that isn't Python's, in a page.
            sys.monitoring.set_local_events(_tool, code, 0)
            adopt(code, False)


def ignore(code: CodeType) -> None:
    """Let `code` and the code nested in it run as they are."""
    _ignored[identity(code)] = code
    _ignored_files.add(code.co_filename)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            ignore(constant)


def trusted(function: FunctionType) -> bool:
    """Whether `function` has no stops, but for those of the primitives that it uses."""
    code = function.__code__
    if code.co_filename.startswith(HERE):
        return function.__module__ == "threading"  # it stands for one
    return code.co_filename in private_files or identity(code) in _ignored


def hands_over(function: FunctionType) -> bool:
    """Whether `function` is C's in CPython, or has no stops and calls C: a GIL build can
    hand over after it did."""
    code = function.__code__
    if code.co_filename.startswith(HERE):
        return True
    return trusted(function) and any(
        instruction.opname in effects.CALLS
        for instruction in dis.get_instructions(code)
    )


def discard(codes: list[CodeType]) -> None:
    """Forget `codes` and the code nested in them."""
    for code in codes:
        entry = _tables.pop(identity(code), None)
        if entry is not None:
            _sites.pop(identity(code), None)
            _lines.pop(identity(code), None)
            sys.monitoring.set_local_events(_tool, code, 0)
            discard([c for c in code.co_consts if isinstance(c, CodeType)])


def site(code: CodeType, offset: int) -> Site | None:
    """The site of an instruction of instrumented code."""
    return _sites.get(identity(code), {}).get(offset)


def sites(codes: list[CodeType]) -> Iterator[Site]:
    """The sites of the instructions of `codes` and of the code nested in them."""
    for code in codes:
        if identity(code) in _sites:
            yield from _sites[identity(code)].values()
            yield from sites([c for c in code.co_consts if isinstance(c, CodeType)])


def adopted() -> list[CodeType]:
    """All code that is instrumented now."""
    return [code for code, _ in _tables.values()]


def enter(task: Thread) -> None:
    """The current operating-system thread runs `task` from now on."""
    tasks[get_ident()] = task


def leave() -> None:
    """The current operating-system thread runs no task any more."""
    tasks.pop(get_ident(), None)


def current() -> Thread | None:
    """The simulated thread that calls, if any."""
    return tasks.get(get_ident())


def _instruction(code: CodeType, offset: int) -> Any:
    # The engine spends its time here: what is usual comes first.
    try:
        site = _sites[identity(code)][offset]
        task = tasks[get_ident()]
    except KeyError:
        sites = _sites.get(identity(code))
        return None if sites is None or offset in sites else _DISABLE
    if not task.quiet or (task.atomic is not None and _is_over(task)):
        run = task.run
        try:
            if site.own:
                run.at(task, site, _getframe(1))
            elif run.dead:
                raise Kill
            elif not (site.quiet_alone and run.solo):
                if site.inner:
                    task.within += 1
                    task.inner = site.inner
                site.effect(run, task, _getframe(1))  # type: ignore[misc]
        except RecursionError as error:
            _raises(code, offset, error)
            raise
        except (MemoryError, Unexplorable):
            raise  # the program has come to its limits, or to ours
        except Exception as error:
            run.breaks(task, error)
    elif site.own and _shared(task) and task.run.program(code.co_filename):
        task.run.runs_unseen(task)
    return None


def _shared(task: Thread) -> bool:
    """Whether there are other threads that see what `task` does, or will be."""
    run = task.run
    over = not task.tid or run.dead  # what was left is let go of
    return task.starting or not (run.solo or over)


def _raises(code: CodeType, offset: int, error: BaseException) -> None:
    task = tasks.get(get_ident())
    if task is None:
        return
    if type(error) is RecursionError and not task.run.settings.unsettled:
        # Frames of the engine's lie among the program's: it comes here earlier. There may
        # be no room for a call of ours.
        task.run.settings.unsettled = (
            "calls go as deep as they may, and here the scheduler's own count, too"
        )
    trace = _trace(error)
    if trace is not None and not code.co_filename.startswith(HERE):
        inner = trace.tb_next
        while inner is not None and unseen(inner.tb_frame.f_code.co_filename):
            inner = inner.tb_next
        if inner is not None and inner.tb_frame.f_code.co_filename in _BY_IMPORT:
            inner = _imported(inner, isinstance(error, ImportError))
        if inner is not trace.tb_next:
            trace.tb_next = inner


def _unwinds(code: CodeType, offset: int, error: BaseException) -> None:
    """An exception leaves a function, and C may go on with what called it."""
    own = next(iter(_sites.get(identity(code), {}).values()), None)
    if own is None or not own.own:
        return
    task = tasks.get(get_ident())
    if task is None or task.quiet or task.run.dead or identity(code) in _lines:
        return
    site = _unwinding.get(code)
    if site is None:
        site = _unwinding[code] = effects.unwind_site(code)
        site.own = True
    try:
        task.run.at(task, site, _getframe(1))
    except (Kill, MemoryError, RecursionError, Unexplorable):
        raise
    except Exception as failure:
        task.run.breaks(task, failure)


def _imported(trace: Any, whole: bool) -> Any:
    """What is left of a traceback that begins in the machinery of imports, as in C.

    All of that machinery goes, or what called the code of a module.
    """
    if trace.tb_frame.f_code.co_name != "__import__":
        return trace
    inner = trace
    while inner is not None and inner.tb_frame.f_code.co_filename in _BY_IMPORT:
        inner = inner.tb_next
    return inner if whole or inner is not None else trace


def _line(code: CodeType, line: int) -> Any:
    task = tasks.get(get_ident())
    if task is not None and (
        not task.quiet or (task.atomic is not None and _is_over(task))
    ):
        if line == code.co_firstlineno and code.co_name != "<module>":
            # Whether there is an event for the line of the start depends on how
            # often the code ran before: CPython 3.13 specialises its RESUME.
            first = _sites[identity(code)].get(_getframe(1).f_lasti)
            if first is not None and first.entry:
                return None
        table = _lines[identity(code)]
        site = table.get(line)
        if site is None:
            site = table[line] = effects.line_site(code, line)
            site.own = True
        task.run.at_line(task, site)
    return None


def _is_over(task: Thread) -> bool:
    """Whether what was to be one step of `task` is over: its frame is left."""
    frame: FrameType | None = _getframe(2)
    while frame is not None:
        if frame is task.atomic:
            return False
        frame = frame.f_back
    task.atomic = None
    task.quiet -= 1
    return True


def _adopt_own(run: Run, code: CodeType) -> None:
    """A function of a module of the program's is entered for the first time."""
    adopt(code, True, run.granularity in ("reader", "line"))
    run.own_codes.append(code)


def _compiles(code: CodeType, frame: FrameType) -> bool:
    """Whether `code` compiles a pattern for `re`, warns of nothing and prints nothing."""
    if identity(code) != _COMPILES:
        return False
    given = frame.f_locals
    text, flags = given["pattern"], given["flags"]
    if type(flags) not in _FLAGS or flags & re.DEBUG:
        return False
    if type(text) is bytes:
        text = text.decode("latin-1")
    if type(text) is str:
        return not any(part in text for part in _MAY_WARN)
    return type(text) is re.Pattern


def _start(code: CodeType, offset: int) -> Any:
    name = code.co_filename
    if identity(code) in _sites or name.startswith(HERE):
        return _DISABLE
    if identity(code) in _ignored and not effects.is_parted(code):
        return _DISABLE
    task = tasks.get(get_ident())
    if task is None:
        return None
    if task.quiet:
        if _shared(task) and task.run.program(name):
            task.run.runs_unseen(task)
        if task.alone_in and code.co_flags & _GENERATES and task.run.program(name):
            _adopt_own(task.run, code)  # it may go on where it is not quiet
        return None
    if name in _ONE_STEP or _compiles(code, _getframe(1)):
        task.quiet += 1
        task.atomic = _getframe(1)
        return None
    if name.startswith(_IMPORTS):
        return _DISABLE
    run = task.run
    if not run.settings.records and name in _ignored_files:
        if effects.is_parted(code):
            adopt(code, False, records=False)
        return None
    if run.program(name):
        _adopt_own(run, code)
        return None
    adopt(code, name not in private_files and name not in _LOCKED)
    scope = _getframe(1).f_globals
    lasts = dict.get(scope, "__builtins__") is _BUILTINS and (
        name[0] != "<" or name.startswith("<frozen")
    )
    if lasts and identity(scope) not in namespaces:
        namespaces[identity(scope)] = scope
        run.enters(scope)
    if run.settings.adopted is not None:
        run.settings.adopted(code)
    return None
