"""What each bytecode instruction reads and writes of the shared state.

A code object is compiled once into a table `offset -> Site`.  A site knows
its line and columns and carries `effect(run, task, frame)`, which records,
just before the instruction runs, the locations that it is about to touch.
Instructions that touch only the frame's own locals have no site.

Locations are

* `(namespace, name)` for a module's global, `(object, name)` for an
  attribute of an object, by the object's identity;
* `(cell, 0)` for a variable of an enclosing function;
* `(container, 0)` for everything inside a list, dict, set, deque, iterator
  or other mutable object of C, by the container's identity.

Assumptions the reduction rests on, all of them:

* A call into C that does not call back into Python is one step; what it may
  touch is taken from its arguments.  A C function that is not known only to
  read is taken to write every mutable argument and its own `self`.  One that
  calls back is a step up to the call, and one from each return of a function
  of the program on, which may touch the same again.
* An attribute's conflict is decided by object and name.  An object whose
  `__dict__` is taken (also by `vars`) has all its attributes as one location.
* Attributes of classes are one location per name, whatever the class.
* Nobody reads a new lock, event or thread before it is made, but by a reference
  that its maker has stored; a subclass that shows itself around earlier is seen.
* What a C object hides (the buffer of a file, the state of an extension
  type) belongs to the object on which the method is called.
"""

from __future__ import annotations

import builtins
import datetime
import dis
import functools
import gc
import inspect
import io
import itertools
import operator
import os
import re
import stat
import sys
import types
import weakref
from _ast import AST
from _io import _IOBase
from _pickle import PickleBuffer
from array import array
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from contextvars import Context, ContextVar, Token
from decimal import Decimal
from io import FileIO
from mmap import mmap
from types import CodeType, FrameType
from typing import Any, Final

from scheduler.bytecode import peek
from scheduler.bytecode.callables import (
    ATOM,
    BUILTINS,
    CELL,
    CLASS,
    CONTAINER,
    DEEP_READERS,
    FILE,
    FUNCTION,
    ITERATES,
    ITERATOR,
    MIXED,
    MODULE,
    MODULES,
    OBJECT,
    OPAQUE,
    OWN,
    PROXY,
    READERS,
    TIMED,
    TUPLE,
    UNKNOWN,
    VIEW,
    WARNING,
    Touches,
    is_c,
    kind_of_c,
    module_of,
    to_write,
    touches,
)
from scheduler.bytecode.peek import NULL, called, operand, operands
from scheduler.model.contract import Run, Thread
from scheduler.model.identity import (
    arguments_of,
    function_of,
    held_by,
    identity,
    keywords_of,
    module_of_class,
    mro,
    name_of_class,
    namespace_of,
    own,
)
from scheduler.model.place import NAME

__all__ = [
    "CALL",
    "JUMP",
    "PLAIN",
    "Site",
    "attribute",
    "call",
    "compared",
    "contents",
    "table",
]

Effect = Callable[["Run", "Thread", FrameType], None]
Goes = Callable[[FrameType], bool]

#: Kinds of site.  `PLAIN` and `CALL` are stops at opcode granularity, `RETURN`
#: where it leads back into C; `TOLD` is never one.
PLAIN, CALL, JUMP, RETURN, TOLD = range(5)
#: In place of an instruction's name, where an exception leaves a function.
UNWIND: Final = "UNWIND"

_NAMING: Final = frozenset(
    "STORE_NAME STORE_GLOBAL STORE_ATTR STORE_DEREF STORE_SUBSCR CALL CALL_KW CALL_FUNCTION_EX "
    "DELETE_NAME DELETE_GLOBAL DELETE_ATTR DELETE_DEREF DELETE_SUBSCR FOR_ITER SEND STORE_SLICE "
    "BINARY_OP MATCH_CLASS".split()
)
#: The same, and what uses up an iterator besides.
_ACTING: Final = _NAMING | frozenset(
    "CONTAINS_OP YIELD_VALUE UNPACK_SEQUENCE UNPACK_EX LIST_EXTEND SET_UPDATE".split()
)

#: More than any site's number: one within the library is told beside the program's.
INNER: Final = 1 << 32

#: Attributes that are dicts of which C makes more use than is seen.
_LENT: Final = frozenset(("__dict__", "__kwdefaults__"))
_DATES: Final = "asks datetime for the time, and only the clocks of time are simulated"
#: At which index of a `stat_result` the times begin.
_TIMES: Final = stat.ST_ATIME
_FILES: Final = (
    "asks when a file was changed, and of time only the clocks are simulated"
)
_CHANCE: Final = "draws random numbers that have no seed"
BUSY: Final = (
    "asks how busy the processor was, and of time only the clocks are simulated"
)
_REFERRED: Final = "asks who refers to an object, and that is not seen"
_MEMORY: Final = "asks what the interpreter has in memory, and that is not simulated"
_PLACES: Final = "asks where all threads are, and not all are the program's"
#: Everything else that a generator of random numbers does is made of these.
_DRAWS: Final = frozenset(("random", "getrandbits"))
#: By attribute, where it is found, and what whoever takes it does that isn't simulated.
_OUTSIDE: Final[dict[Any, tuple[frozenset[str], str]]] = {
    name: (frozenset(owners.split()), what)
    for owners, names, what in (
        ("date", "now utcnow today", _DATES),
        (
            "stat_result",
            """st_mtime st_atime st_ctime st_birthtime st_mtime_ns st_atime_ns st_ctime_ns
            st_birthtime_ns""",
            _FILES,
        ),
        ("posixpath ntpath genericpath", "getmtime getatime getctime", _FILES),
        ("os posix nt", "urandom getrandom", _CHANCE),
        ("random secrets", "SystemRandom", _CHANCE),
        (
            "secrets",
            "choice token_bytes token_hex token_urlsafe randbelow randbits",
            _CHANCE,
        ),
        ("uuid", "uuid1 uuid4 uuid6 uuid7", _CHANCE),
        ("os posix nt resource", "times getloadavg getrusage", BUSY),
        ("sys gc", "getrefcount get_referrers", _REFERRED),
        (
            "sys gc tracemalloc",
            """getallocatedblocks getunicodeinternedsize get_count get_stats get_objects
            get_traced_memory get_tracemalloc_memory take_snapshot""",
            _MEMORY,
        ),
        ("sys", "_current_frames _current_exceptions", _PLACES),
    )
    for name in names.split()
}

_numbers = 0


class Site:
    """One instruction of a code object: where it stands and what it does."""

    __slots__ = (
        "acts",
        "after",
        "argument",
        "code",
        "depth",
        "edge",
        "effect",
        "end_column",
        "end_line",
        "entry",
        "goes_on",
        "inner",
        "kind",
        "line",
        "column",
        "number",
        "offset",
        "opname",
        "over",
        "own",
        "quiet_alone",
        "what",
    )

    def __init__(
        self, code: CodeType, instruction: dis.Instruction, depth: int
    ) -> None:
        global _numbers
        _numbers += 1
        self.number = _numbers
        self.code = code
        self.offset = instruction.offset
        self.opname = instruction.opname
        self.what = instruction.argval
        self.depth = depth
        self.argument = instruction.arg or 0
        self.kind = PLAIN
        self.after = False
        self.entry = False
        #: A function begins or ends here, or a generator goes on or yields.
        self.edge = False
        self.own = False
        #: Its number, times `INNER`, where it is no stop but may have to be one.
        self.inner = 0
        #: A jump back to where an iterator is moved on.
        self.over = False
        #: Nothing to record while no second thread was ever started.
        self.quiet_alone = not (
            instruction.opname in _NAMING
            or instruction.argval in _LENT
            or instruction.argval in _OUTSIDE
            or instruction.argval in _OF_A_START
            or instruction.argval == "f_back"
        )
        #: Whether it calls or writes, whatever it is given.
        self.acts = instruction.opname in _ACTING
        self.effect: Effect | None = None
        #: Whether what it does in C may go on after a call back into Python.
        self.goes_on: Goes | None = None
        where = instruction.positions
        self.line = (where and where.lineno) or code.co_firstlineno
        self.end_line = (where and where.end_lineno) or self.line
        self.column = (where and where.col_offset) or 0
        self.end_column = (where and where.end_col_offset) or 0


def _whole(code: CodeType, line: int, name: str) -> Site:
    first = next(dis.get_instructions(code))
    site = Site(code, first, 0)
    site.line = site.end_line = line
    site.column = site.end_column = 0
    site.opname = name
    return site


def line_site(code: CodeType, line: int) -> Site:
    """A site for a whole line, for stops at line granularity."""
    return _whole(code, line, "LINE")


def unwind_site(code: CodeType) -> Site:
    """A site for leaving `code` by an exception: C may go on with it, as after a return."""
    site = _whole(code, code.co_firstlineno, UNWIND)
    site.kind = TOLD
    site.edge = True
    if code.co_flags & _GOES_ON:

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, _generator(run, frame), _CONTENTS, True)

        site.kind = PLAIN
        site.effect = effect
    return site


# ---------------------------------------------------------------- values

#: Of these nothing is ever recorded, whatever is done with them.
BARE: Final = frozenset((int, float, bool, str, bytes, type(None)))
_CONTENTS: Final = 0
#: Containers of C itself: what is set on an object of a class derived from one is not
#: among its contents.
_PLAIN_CONTAINERS: Final = frozenset((list, dict, set, bytearray, deque, array))
_OWN_MODULES: Final = (f"{NAME}.world.primitives",)
_SIMULATED: Final = ("_thread", "_queue")
#: How many things inside a container are looked at one by one.
_MANY: Final = 64

#: What `kind_of` has found out.
KINDS: Final[dict[type, int]] = {}


def forget() -> None:
    """Let go of the types that worlds have made."""
    KINDS.clear()
    _of_c.clear()
    _bases.clear()
    changed()


_of_c: dict[type, bool] = {}
_bases: dict[type, type] = {}


def written_in_c(cls: type) -> bool:
    """As `is_c`; cached."""
    try:
        return _of_c[cls]
    except KeyError:
        found = _of_c[cls] = is_c(cls)
        return found


def does_when_it_dies(value: Any) -> bool:
    """Whether code of Python runs at the death of `value`, if it dies as it is now."""
    frame_of = _FRAMES.get(type(value))
    if frame_of is not None:
        frame = frame_of(value)
        return frame is not None and _CATCHES in frame.f_code.co_code[::2]
    return mourned(type(value)) and not _has_tidied_up(value)


def _has_tidied_up(value: Any) -> bool:
    """Whether `value` is what closes a file of `tempfile`, and has done so."""
    cls = type(value)
    if (
        name_of_class(cls) != "_TemporaryFileCloser"
        or module_of_class(cls) != "tempfile"
    ):
        return False
    deletes = getattr(value, "delete", True)
    return bool(value.close_called and (value.cleanup_called or not deletes))


_CATCHES: Final = dis.opmap["PUSH_EXC_INFO"]


def mourned(cls: type) -> bool:
    """Whether code of Python runs when an object of `cls` dies.

    Cached until a class changes: it may get its `__del__` at any time. That of a file
    is C's, and closes it.
    """
    try:
        return _mourned[cls]
    except KeyError:
        answer = _mourned[cls] = _is_mourned(cls)
        return answer


def _is_mourned(cls: type) -> bool:
    found = held_by(cls, "__del__")
    if type(found) is not types.WrapperDescriptorType:
        return found is not None
    return any(_is_python(held_by(cls, name)) for name in _CLOSES)


_CLOSES: Final = frozenset(("close", "flush"))


def closes_itself(cls: type) -> bool:
    """Whether an object of `cls` is a file that code of Python closes when it dies."""
    return mourned(cls) and type(held_by(cls, "__del__")) is types.WrapperDescriptorType


def _ends_by(run: Run, task: Thread, function: Any, file: str = "") -> None:
    """`function` is to be called when an object dies: is it seen when it begins?"""
    if function is None or function is NULL:
        return
    if type(function) is types.FunctionType:
        code = function.__code__
        if code.co_name == "__del__" and code.co_argcount:
            return
    run.hears_of_death(task, file)


def _ends(run: Run, task: Thread, cls: type) -> None:
    """An object of `cls` is made, which is mourned."""
    function = held_by(cls, "__del__")
    if type(function) is types.WrapperDescriptorType:
        closes = [held_by(cls, name) for name in _CLOSES]
        function = next(filter(_is_python, closes))
    own = type(function) is types.FunctionType
    _ends_by(run, task, function, function.__code__.co_filename if own else "")


def _hashes_of_classes(base: Any) -> str:
    """What is asked where a class of `base` is a key: "none", code of "Python", or ""."""
    if not issubclass(type(base), type):
        return ""
    made_by = base if issubclass(base, type) else type(base)
    hashed, equal = (held_by(made_by, name) for name in ("__hash__", "__eq__"))
    if hashed is None:
        return "none"
    return "Python" if types.FunctionType in (type(hashed), type(equal)) else ""


def _extends_file(function: Any, bases: list[Any]) -> bool:
    """Whether a class, with the body `function`, closes files in its own way."""
    return (
        type(function) is types.FunctionType
        and not _CLOSES.isdisjoint(function.__code__.co_names)
        and any(
            issubclass(type(base), type) and issubclass(base, io.IOBase)
            for base in bases
        )
    )


def _expects(
    run: Run, task: Thread, site: Site, frame: FrameType, function: Any
) -> None:
    """The call of `function` at `site` may make what does something when it dies."""
    cls = type(function)
    while cls is types.MethodType:
        function = function.__func__
        cls = type(function)
    made: Any = None
    if cls is types.FunctionType:
        made = _MADE_BY.get(function.__code__.co_flags & _GOES_ON)
    elif issubclass(cls, type):
        try:
            made = _makes[function]
        except KeyError:
            made = _makes[function] = _mourned_by_making(function)
    elif issubclass(cls, functools.partial):
        _expects(run, task, site, frame, function_of(function))
        return
    if made is not None:
        if made is types.CoroutineType:
            run.warns_late = True
        task.expected[identity(frame)] = site.offset, made, run.now(task)
    elif task.expected:
        task.expected.pop(identity(frame), None)


def _mourned_by_making(cls: type) -> type | None:
    """`cls`, if a call of it makes one that does something when it dies."""
    # What makes one itself may as well give one that was there.
    anew = (
        not written_in_c(cls)
        and type(held_by(cls, "__new__")) is types.BuiltinFunctionType
        and not _is_python(held_by(type(cls), "__call__"))
    )
    return cls if anew and mourned(cls) else None


def kind_of(cls: type) -> int:
    """What is recorded of instances of `cls`: see `callables`; cached."""
    try:
        return KINDS[cls]
    except KeyError:
        kind = KINDS[cls] = _kind(cls)
        return kind


_dict_at: Final = type.__dict__["__dictoffset__"].__get__


def _base(cls: type) -> type:
    """The class of C's from which `cls` is derived; cached."""
    try:
        return _bases[cls]
    except KeyError:
        found = _bases[cls] = next(base for base in mro(cls) if is_c(base))
        return found


def _kind(cls: type) -> int:
    if issubclass(cls, type):
        return CLASS
    if any(module_of_class(base) in _OWN_MODULES for base in mro(cls)):
        # A class of the program's has attributes; those of a thread-local are each thread's.
        module = module_of_class(cls)
        made_here = module in _OWN_MODULES or module in _SIMULATED
        return OWN if made_here or held_by(cls, "_scheduler_state") else OBJECT
    base = _base(cls)
    kind = kind_of_c(base)
    if base.__qualname__ == "SignalDictMixin":
        # The flags of a decimal context, which it does not refer to.
        return UNKNOWN
    if cls is base:
        return kind
    if kind == ATOM:
        return OBJECT
    if kind == TUPLE and _dict_at(cls):
        return MIXED
    return MIXED if kind == OPAQUE else kind


def contents(run: Run, task: Thread, value: Any, write: bool = False) -> bool:
    """Record an access to everything inside `value`, nested containers too.

    Returns:
        Whether something inside may be called that writes to what it is called with.
    """
    seen: set[int] = set()
    todo = [value]
    calls = False
    while todo:
        value = todo.pop()
        cls = type(value)
        if cls in BARE:
            continue
        kind = kind_of(cls)
        if kind == MODULE or (kind == OBJECT or kind == MIXED) and _is_shown(cls):
            run.by_object(task, value)
            if kind != MODULE and identity(value) not in seen:
                seen.add(identity(value))
                todo += (attributes(value) or {}).values()
        elif kind in _HOLDERS or kind == MIXED or kind == CELL:
            if identity(value) in seen:
                continue
            seen.add(identity(value))
            if kind not in (TUPLE, VIEW) or issubclass(type(value), _BUFFERS):
                run.touch(task, value, _CONTENTS, write)
            inner = _inside(value)
            if len(inner) > _MANY and len(seen) < _MANY:
                inner = [item for item in inner if type(item) not in BARE]
            if len(seen) >= _MANY or len(inner) > _MANY:
                run.everything(task)
                return False
            todo += inner
        elif kind == ATOM:
            calls = _callee(run, task, value) or calls
            todo += _bound(value)
            if cls is weakref.ReferenceType:
                todo.append(_referent(value))
        elif kind == PROXY:
            todo.append(_behind(run, task, value))
        elif kind == ITERATOR:
            calls = advance(run, task, value, items=True) or calls
        else:
            surface(run, task, value, write)
            if kind == OPAQUE:
                _warns(run, task)  # an element of XML does, asked whether it is true
            if issubclass(cls, weakref.ReferenceType):
                todo.append(_referent(value))
        if _by_c.get(cls, True):
            calls = _answers(run, task, value) or calls
    return calls


def _answers(run: Run, task: Thread, value: Any) -> bool:
    """As `contents`, of the methods of C's by which the class of `value` answers C."""
    at = identity(value)
    if at in _asked:
        return False
    _asked.add(at)
    try:
        calls = False
        for name, found in _callables_of_c(type(value)).items():
            if (name in _SLOTS or name == "__call__") and type(found) in _OF_OBJECTS:
                calls = contents(run, task, found) or calls
        return calls
    finally:
        _asked.discard(at)


#: Objects of which C shows or compares all attributes; 3.14 shows nodes of a tree so.
_SHOWN: Final = (
    (types.SimpleNamespace, AST)
    if sys.version_info >= (3, 14)
    else types.SimpleNamespace
)


def _is_shown(cls: type) -> bool:
    return issubclass(cls, _SHOWN)


#: What C keeps for itself in one of these can have gaps, at which their own iterators
#: end the process (the stack of a `TreeBuilder`, the iterators of a `zip_longest`).
_GAPPED: Final = frozenset((list, tuple))


def _inside(value: Any) -> list[Any]:
    """What a container, a tuple or a view holds, and what C has made of such parts."""
    if issubclass(type(value), (bytearray, array)):
        return []
    if issubclass(type(value), functools.partial):
        return [
            function_of(value),
            *arguments_of(value),
            *keywords_of(value).values(),
        ]
    if issubclass(type(value), BaseException):
        return [_args_of(value)]
    if issubclass(type(value), dict):
        held = [*dict.keys(value), *dict.values(value)]
        if issubclass(type(value), defaultdict):
            held.append(_factory(value))
        return held
    if type(value) in _GAPPED:
        return gc.get_referents(value)[::-1]
    for base in (list, tuple, set, frozenset, deque):
        if issubclass(type(value), base):
            # As C does, not as a class derived from it would.
            return list(base.__iter__(value))
    if issubclass(type(value), PickleBuffer):
        return gc.get_referents(value)
    if issubclass(type(value), memoryview):
        try:
            return [value.obj]
        except ValueError:  # it was released
            return []
    return [] if kind_of(type(value)) == MIXED else gc.get_referents(value)


def _bound(value: Any) -> list[Any]:
    """What is reached through what cannot change.

    What a method of C is bound to: what C gets from it may be among its contents; and
    the parts of what shows or compares them.
    """
    if type(value) in (types.BuiltinFunctionType, types.MethodWrapperType):
        owner = value.__self__
        if owner is not None and kind_of(type(owner)) in _HOLDERS:
            return [owner]
    elif type(value) in _OF_PARTS:
        return gc.get_referents(value)
    return []


#: Of a `defaultdict`, whatever a class derived from it says.
_factory: Final[Callable[[Any], Any]] = defaultdict.__dict__["default_factory"].__get__
#: What a weak reference refers to, whatever a class derived from it does when it is called.
_referent: Final[Callable[[Any], Any]] = weakref.ReferenceType.__call__

_OF_PARTS: Final[frozenset[type]] = frozenset(
    (
        slice,
        types.MethodType,
        types.GenericAlias,
        type(int | str),
        operator.itemgetter,
        operator.methodcaller,
        ContextVar,
    )
)


#: What a `staticmethod` calls, whatever a class derived from it says.
_wrapped: Final[Callable[[Any], Any]] = staticmethod.__dict__["__func__"].__get__


#: Views that can be released, and that keep what they show from growing meanwhile.
_BUFFERS: Final = (memoryview, PickleBuffer)
#: Of these, what they hold is looked into.
_HOLDERS: Final = frozenset((CONTAINER, TUPLE, VIEW))


def attributes(value: Any) -> Any:
    """The `__dict__` of `value`; an exception that has none yet is given none."""
    cls = type(value)
    if issubclass(cls, BaseException):
        inner = gc.get_referents(value)
        return next((one for one in inner if type(one) is dict), None)
    # What the class does about attributes is not asked: that is the program's.
    try:
        return _dicts[cls](value)
    except KeyError:
        pass
    found = [own(one).get("__dict__") for one in mro(cls)]
    getters = [one.__get__ for one in found if type(one) in _DATA]
    getter = _dicts[cls] = getters[0] if getters else _no_dict
    return getter(value)


def _no_dict(value: Any) -> None:
    """Objects without a `__dict__`."""


#: How to get at the `__dict__` of an object.
_dicts: Final[dict[type, Callable[[Any], Any]]] = {}
_args_of: Final = BaseException.__dict__["args"].__get__
_fget, _fset, _fdel = (
    property.__dict__[name].__get__ for name in ("fget", "fset", "fdel")
)


def _give_dict(value: Any) -> None:
    """An exception gets its `__dict__` now, as from whoever asks for it."""
    if issubclass(type(value), BaseException):
        object.__getattribute__(value, "__dict__")


def _behind(run: Run, task: Thread, proxy: Any) -> Any:
    """What a weak proxy stands for; `None` where it is gone."""
    run.asks_for_life(task)
    found = peek.fast(peek.word(proxy) + peek.AFTER_HEADER)
    return None if found is NULL else found


def surface(run: Run, task: Thread, value: Any, write: bool = False) -> None:
    """Record what C does that uses `value` up or changes it, not what it holds."""
    cls = type(value)
    kind = kind_of(cls)
    if _by_c.get(cls, True):
        _special(run, task, value, _SLOTS)
    if kind == CONTAINER:
        run.touch(task, value, _CONTENTS, write)
    elif kind == ITERATOR or kind == OPAQUE or kind == FILE:
        advance(run, task, value)
    elif kind == VIEW:
        if issubclass(type(value), _BUFFERS):
            run.touch(task, value, _CONTENTS, True)
        _through(run, task, value)
        for seen in _inside(value):
            surface(run, task, seen, write)
    elif kind == MIXED:
        run.touch(task, value, _CONTENTS, write)
    elif kind == PROXY:
        surface(run, task, _behind(run, task, value), write)
    elif kind == UNKNOWN:
        run.everything(task)
    elif kind == TIMED:
        run.unsettle(task, _FILES)


def _through(run: Run, task: Thread, view: Any) -> None:
    """What `view` shows may be the attributes of a class, or a function's variables."""
    if type(view) is types.MappingProxyType:
        if any(_is_of_class(inner) for inner in gc.get_referents(view)):
            run.class_look(task, None)
    elif type(view) is _FRAME_LOCALS:
        for frame in gc.get_referents(view):
            run.looks_into(task, frame)
            _cells(run, task, frame)


def _is_of_class(inner: Any) -> bool:
    """Whether a mapping is what a class of Python holds."""
    return type(inner) is dict and "__module__" in inner and "__doc__" in inner


_FRAME_LOCALS: Final = type((lambda: sys._getframe().f_locals)())


def look(run: Run, task: Thread, value: Any) -> None:
    """Record that C looks at `value` itself: its length, its type, an iterator's state."""
    cls = type(value)
    kind = kind_of(cls)
    if _by_c.get(cls, True):
        _special(run, task, value, _SLOTS)
    if kind in _STATEFUL:
        run.touch(task, _known(run, value), _CONTENTS, False)
        if kind == FILE:
            run.system(task, False)
    elif kind == VIEW:
        if issubclass(type(value), _BUFFERS):
            run.touch(task, value, _CONTENTS, False)
        _through(run, task, value)
        for seen in _inside(value):
            look(run, task, seen)
    elif kind == PROXY:
        look(run, task, _behind(run, task, value))
    elif kind == UNKNOWN:
        run.everything(task)
    elif kind == TIMED:
        run.unsettle(task, _FILES)


_STATEFUL: Final = frozenset((CONTAINER, ITERATOR, OPAQUE, FILE, MIXED))


def beneath(run: Run, task: Thread, value: Any) -> None:
    """Record that C looks through `value` at what it works on: the list of an iterator."""
    seen = {identity(value)}
    todo = gc.get_referents(value)
    while todo:
        inner = todo.pop()
        cls = type(inner)
        if cls in BARE or identity(inner) in seen:
            continue
        seen.add(identity(inner))
        if len(seen) > 4 * _MANY:
            run.everything(task)
            return
        kind = kind_of(cls)
        if kind in _STATEFUL:
            look(run, task, inner)
            if kind in (ITERATOR, OPAQUE) and cls not in _FRAMES:
                todo += gc.get_referents(inner)
        elif kind == VIEW or kind == TUPLE:
            todo += _inside(inner)
        elif kind == PROXY:
            todo.append(_behind(run, task, inner))
        elif kind == UNKNOWN:
            run.everything(task)


#: What has a frame that it goes on with, and where that stands.
_FRAMES: Final = {
    types.GeneratorType: operator.attrgetter("gi_frame"),
    types.CoroutineType: operator.attrgetter("cr_frame"),
    types.AsyncGeneratorType: operator.attrgetter("ag_frame"),
}
#: Flags of the code of these.
_GOES_ON: Final = (
    inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
)


#: By the flag of a function, what it makes at once.
_MADE_BY: Final = {
    inspect.CO_GENERATOR: types.GeneratorType,
    inspect.CO_COROUTINE: types.CoroutineType,
    inspect.CO_ASYNC_GENERATOR: types.AsyncGeneratorType,
}


def _known(run: Run, value: Any) -> Any:
    """`value`; of a generator it is noted whose frame is its, for its own code."""
    frame_of = _FRAMES.get(type(value))
    frame = frame_of(value) if frame_of is not None else None
    if frame is not None:
        run.generators[identity(frame)] = weakref.ref(value), identity(value)
    return value


def _dying(run: Run, at: int, closed: bool) -> Any:
    """What `run` knows of the generator whose frame has the `id` `at`, if that dies.

    If one is `closed`, that may be what the death of another does that waits for it.
    """
    met: set[int] = set()
    while at in run.generators and at not in met:
        known = run.generators[at]
        if known[0]() is None:
            return known
        met.add(at)
        at = run.waiting.get(known[1], 0) if closed else 0
    return None


def _generator(run: Run, frame: FrameType) -> Any:
    """The generator whose code runs in `frame`, or the frame where it is not known."""
    known = run.generators.get(identity(frame))
    found = known[0]() if known is not None else None
    if found is not None and _FRAMES[type(found)](found) is frame:
        return found
    return frame


_PRIVATE_ITERATORS: Final = {
    type(iter(range(0))), type(iter(())), type(iter("")), type(iter(b"")), type(iter("é")),
}  # fmt: skip
#: Moving these on never comes back into C: they are Python, or only C.
_STRAIGHT_ITERATORS: Final = {
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    *_PRIVATE_ITERATORS,
    list,  # 3.15 goes through these without an iterator
    tuple,
    type(iter([])),
    type(reversed([])),
    type(iter({})),
    type(iter({}.values())),
    type(iter({}.items())),
    type(iter(set())),
}


#: These do more with what they iterate over than hand it on: they test, compare or
#: iterate over each.
_LOOKS_AT_ITEMS: Final = frozenset(
    (filter, itertools.filterfalse, itertools.compress, itertools.groupby,
     itertools.accumulate, itertools.chain, itertools.starmap)
)  # fmt: skip


def _held_once(holders: list[Any]) -> int:
    value = holders[0]
    return sys.getrefcount(value)


#: How many references there are to what is held once, and to which a variable refers.
ONCE: Final = _held_once([object()])


_LIST_ITERATOR: Final = type(iter([0]))


def advance(
    run: Run, task: Thread, iterator: Any, items: bool = False, alone: bool = False
) -> bool:
    """Record that `iterator` moves on, or that another object of C changes.

    What it is made of changes with it: iterators under iterators, the file that a
    writer writes to.  What it iterates over is read, and what it calls is called.
    `items` says that C looks at what comes out, too; `alone`, that nobody else has the
    iterator, which is then left without a name: with one it would live on.

    Returns:
        Whether what it calls writes to what it is called with.
    """
    if type(iterator) in _FRAMES:
        run.touch(task, _known(run, iterator), _CONTENTS, True)
        return False
    if alone:
        task.writes += 1
        if type(iterator) is _LIST_ITERATOR:
            # In one piece: most loops are over a list.
            for inner in gc.get_referents(iterator):
                surface(run, task, inner)
            return False
    else:
        run.touch(task, iterator, _CONTENTS, True)
    if kind_of(type(iterator)) == FILE:
        _uses_file(run, task, iterator)
    if type(iterator) in _PRIVATE_ITERATORS and not items:
        return False
    seen = {identity(iterator)}
    todo = gc.get_referents(iterator)
    if issubclass(type(iterator), _CALLS_EACH):
        _called_unseen(run, task, todo)
    reached: list[Any] = []
    calls = items or type(iterator) in _LOOKS_AT_ITEMS
    written = False
    while todo:
        inner = todo.pop()
        if identity(inner) in seen:
            continue
        seen.add(identity(inner))
        if len(seen) > 4 * _MANY:
            run.everything(task)
            return False
        kind = kind_of(type(inner))
        if kind == CONTAINER or kind == MIXED:
            reached.append(inner)
            if issubclass(type(inner), functools.partial):
                calls = True
                todo += _inside(inner)
        elif kind == VIEW or kind == TUPLE:
            todo += _inside(inner)
        elif kind == ITERATOR or kind == OPAQUE or kind == FILE:
            run.touch(task, _known(run, inner), _CONTENTS, True)
            if kind == FILE:
                _uses_file(run, task, inner, kind_of(type(iterator)) != FILE)
            calls = calls or type(inner) in _LOOKS_AT_ITEMS
            if type(inner) not in _FRAMES:
                within = gc.get_referents(inner)
                if issubclass(type(inner), _CALLS_EACH):
                    _called_unseen(run, task, within)
                todo += within
        elif kind == PROXY:
            todo.append(_behind(run, task, inner))
        elif kind == UNKNOWN:
            run.everything(task)
        elif type(inner) in _CALLABLES_OF_C:
            calls = True
            written = _callee(run, task, inner) or written
            reached += _bound(inner)
        elif kind == CLASS and inner is not type(iterator) and is_c(inner):
            calls = True
            if issubclass(inner, _BUFFERS):
                run.shows(task, None)
        elif kind == OBJECT and "__call__" in _callables_of_c(type(inner)):
            todo.append(_callables_of_c(type(inner))["__call__"])
        elif kind == ATOM and issubclass(type(inner), _WRAPS) and not _is_python(inner):
            todo += gc.get_referents(inner)
    for inner in reached:
        if calls:
            contents(run, task, inner, written)
        else:
            surface(run, task, inner, False)
    if written:
        run.hands_on(task)
    return written


#: What hands what it is called with on to another.
_WRAPS: Final = (types.MethodType, staticmethod)
#: Iterators of C's that call a function of each item.
_CALLS_EACH: Final = (
    map, filter, itertools.filterfalse, itertools.takewhile, itertools.dropwhile,
    itertools.accumulate, itertools.groupby, itertools.starmap, type(iter(int, 1)),
)  # fmt: skip
#: Functions and methods of C's that do so with what is in their arguments.
_CALLS_SOME: Final = frozenset(("reduce", "sorted", "sort", "min", "max"))


def _called_unseen(run: Run, task: Thread, functions: Iterable[Any]) -> None:
    """C calls `functions`, and nobody sees with what: not what could change any file."""
    for given in functions:
        function = given
        while issubclass(type(function), functools.partial):
            function = function_of(function)
        if type(function) in BUILTINS and _of_a_module(function):
            module, name = module_of(function), function.__name__
            changes = (
                touches(module, name).beside == "system changes"
                if module == "posix"
                else module == "_io" and name in ("open", "open_code")
            )
        else:
            changes = issubclass(type(function), type) and issubclass(function, FileIO)
        if changes:
            run.refuse(
                task,
                f"has a function of C's call {function.__name__}, and which file that "
                "changes isn't seen",
            )


def _uses_file(run: Run, task: Thread, file: Any, alone: bool = True) -> None:
    writes = _writes(file)
    run.system(task, writes)
    if writes and alone:
        run.leaves_open(file)


def _writes(file: Any) -> bool:
    """Whether what is done with `file` may change the system."""
    writable = next(
        (own(one)["writable"] for one in mro(type(file)) if _has_writable(one)), None
    )
    if writable is None:
        return type(file) not in (type(_SCAN), os.DirEntry)
    try:
        return bool(writable(file))
    except ValueError:  # it is closed
        return False


def _has_writable(cls: type) -> bool:
    return "writable" in own(cls) and written_in_c(cls)


with os.scandir(os.curdir) as _SCAN:
    pass


def moves(site: Site, frame: FrameType) -> bool:
    """Whether the loop that jumps back at `site` moves an iterator on: it writes."""
    if not site.over:
        return False
    cls = type(operand(frame, site.depth, ITERATES_BELOW))
    kinds = (ITERATOR, OPAQUE, FILE, UNKNOWN)
    return kind_of(cls) in kinds or "__next__" in _callables_of_c(cls)


# ----------------------------------------------------------------- calls

_CALLABLES_OF_C: Final = frozenset(
    (
        *BUILTINS,
        types.MethodDescriptorType,
        types.WrapperDescriptorType,
        types.MethodWrapperType,
        types.ClassMethodDescriptorType,
        operator.itemgetter,
        operator.attrgetter,
        operator.methodcaller,
    )
)


def _callee(run: Run, task: Thread, value: Any) -> bool:
    """`value` may be called by C: what that touches; whether it writes its arguments."""
    cls = type(value)
    if cls in _CALLABLES_OF_C and _is_showing(value):
        run.shows(task, None)
    if cls in _CALLABLES_OF_C and cls not in _GETTERS and value.__name__ in WARNING:
        _warns(run, task)
    if cls in (operator.attrgetter, operator.methodcaller) or (
        cls in _CALLABLES_OF_C and cls not in _GETTERS and value.__name__ in _BY_NAME
    ):
        run.everything(task)
        changed()  # maybe a class
        return True
    if cls in BUILTINS or cls is types.MethodWrapperType:
        owner = value.__self__
        if _of_a_module(value):
            what = touches(module_of(value), value.__name__)
            _beside(run, task, what, module_of(value))
            return what.arguments == "written"
        if not issubclass(type(owner), type):
            _method(run, task, value.__name__, owner, [])
        return value.__name__ not in READERS
    if cls in _CALLABLES_OF_C and cls not in _GETTERS:
        return value.__name__ not in READERS
    if cls is operator.itemgetter:
        return True  # looking for a key that is missing may put it there
    return False


def _is_showing(function: Any) -> bool:
    """Whether what C calls makes something that shows what it is given."""
    if type(function) is operator.methodcaller:
        made: Any = function.__reduce__()
        return made[0] is not operator.methodcaller or _plain(made[1][0]) in _SHOWING
    return type(function) not in _GETTERS and function.__name__ in _SHOWING


#: What reads or writes attributes whose names only its arguments say.
_BY_NAME: Final = frozenset(
    """getattr hasattr setattr delattr vars dir exec eval __getattribute__ __setattr__
    __delattr__ __get__ __set__ __delete__ __call__ __dir__""".split()
)


def _of_a_module(function: Any) -> bool:
    """Whether a function of C is one of a module's, not a method of an object."""
    owner = function.__self__
    return owner is None or (
        type(owner) is types.ModuleType and function.__module__ is not None
    )


_GETTERS: Final = (operator.itemgetter, operator.attrgetter, operator.methodcaller)


def of_the_system(function: types.BuiltinFunctionType) -> bool:
    """Whether `function` of C asks the system: for files, descriptors, the environment."""
    owner = function.__self__
    if owner is None or type(owner) is types.ModuleType:
        return touches(module_of(function), function.__name__).beside in _OF_SYSTEM
    return kind_of(type(owner)) == FILE


_OF_SYSTEM: Final = ("system looks", "system changes")


def _beside(run: Run, task: Thread, what: Touches, module: str) -> None:
    """Record what belongs to none of the arguments."""
    if what.refused:
        run.refuse(task, what.refused)
    if what.unseen:
        run.sets(task, lasts=module == "_codecs")
    beside = what.beside
    if beside:
        if beside == "anything":
            run.everything(task)
        elif beside == "looks" or beside == "changes":
            run.module_state(task, module, beside == "changes")
        else:
            run.system(task, beside == "system changes")


def _arguments(run: Run, task: Thread, how: str, args: list[Any]) -> None:
    calls = False
    for value in args:
        cls = type(value)
        if cls in BARE:
            continue
        run.meet(task, value)
        if how == "contents":
            calls = contents(run, task, value) or calls
        elif how == "written":
            calls = contents(run, task, value) or calls
            surface(run, task, value, True)
        elif how == "themselves":
            look(run, task, value)
    if calls:
        run.hands_on(task)
        for value in args:
            contents(run, task, value, True)


def _keys(run: Run, task: Thread, keys: Iterable[Any], owner: Any = None) -> None:
    """Record that C hashes `keys`, and compares them with those that `owner` holds."""
    for key in keys:
        if type(key) not in BARE and compared(run, task, key):
            contents(run, task, key)
            for held in _held_keys(owner):
                contents(run, task, held)
            owner = None


def compared(run: Run, task: Thread, key: Any) -> bool:
    """`key` is hashed; returns whether what it holds counts when it is compared."""
    cls = type(key)
    kind = kind_of(cls)
    if _by_c.get(cls, True):
        _special(run, task, key, _HASHED)
    if kind == TUPLE or (kind == MIXED and issubclass(cls, (tuple, frozenset))):
        inner = [item for item in _inside(key) if type(item) not in BARE]
        return any(compared(run, task, item) for item in inner)
    if cls is slice:
        for part in (key.start, key.stop, key.step):
            if type(part) not in BARE:
                compared(run, task, part)
    elif issubclass(cls, weakref.ReferenceType):
        return kind_of(type(_referent(key))) in _HOLDERS
    # A namespace's attributes are compared, as soon as a class gives it a hash.
    return kind in (CONTAINER, VIEW) or issubclass(cls, types.SimpleNamespace)


def _held_keys(owner: Any) -> list[Any]:
    """What keys are compared with that are looked for in `owner`."""
    cls = type(owner)
    if issubclass(cls, dict):
        return list(dict.keys(owner))
    if issubclass(cls, (set, frozenset)):
        return _inside(owner)
    if kind_of(cls) == VIEW:
        return [key for one in gc.get_referents(owner) for key in _held_keys(one)]
    return []


def handed(run: Run, task: Thread, site: Site, frame: FrameType, write: bool) -> None:
    """Record what C does with what a function or a generator of Python hands it."""
    if site.opname != "RETURN_CONST" and site.opname != UNWIND:
        value = operand(frame, site.depth, 1)
        contents(run, task, value)
        if write:
            contents(run, task, value, True)


def call(run: Run, task: Thread, function: Any, args: list[Any]) -> None:
    """Record what calling `function` with `args` touches, if it is written in C."""
    cls = type(function)
    if cls is types.FunctionType:
        for value in args:
            run.meet(task, value)
    elif cls is types.MethodType:
        for value in args:
            run.meet(task, value)
        if type(function.__func__) is not types.FunctionType:
            call(run, task, function.__func__, [function.__self__, *args])
    elif cls in BUILTINS:
        how = _ONLY_LOOKS.get(function)
        if how is not None:
            _arguments(run, task, how, args)
        elif _of_a_module(function):
            _builtin(run, task, module_of(function), function.__name__, args)
        else:
            _method(run, task, function.__name__, function.__self__, args)
    elif cls is types.MethodDescriptorType or cls is types.WrapperDescriptorType:
        if args and type(args[0]) in _PLAIN_CONTAINERS and function in _PLAIN_METHODS:
            _container_method(run, task, function.__name__, args[0], args[1:])
        elif args:
            _method(run, task, function.__name__, args[0], args[1:])
    elif cls is types.MethodWrapperType:
        _method(run, task, function.__name__, function.__self__, args)
    elif issubclass(type(function), type):
        _construct(run, task, function, args)
    elif issubclass(cls, functools.partial):
        look(run, task, function)
        keywords = keywords_of(function)
        run.touch(task, keywords, _CONTENTS, False)
        values = [*arguments_of(function), *keywords.values(), *args]
        call(run, task, function_of(function), values)
    elif cls in _GETTERS:
        _getter(run, task, function, args)
    elif issubclass(cls, staticmethod):
        call(run, task, _wrapped(function), args)
    else:
        kind = kind_of(cls)
        if kind == PROXY:
            call(run, task, _behind(run, task, function), args)
        elif kind == UNKNOWN:
            run.everything(task)
        elif kind in (OPAQUE, ITERATOR, FILE):
            advance(run, task, function)
            _arguments(run, task, "written", args)
        elif kind == ATOM:
            # It has no state, but what it is given may; that of JSON calls what it holds.
            held = gc.get_referents(function) if module_of_class(cls) == "_json" else []
            hooks = [one for one in held if callable(one) and _is_hook(run, one)]
            _arguments(run, task, "contents", [*hooks, *args])
        else:
            _special(run, task, function, _CALLED, args)


def _is_hook(run: Run, function: Any) -> bool:
    """Whether what C calls touches what is shared, and nobody else would see it."""
    if type(function) in _OF_OBJECTS and not run.knows(function.__self__):
        # A method of a table of the library's own, or a function of a module.
        return kind_of(type(function.__self__)) != CONTAINER
    held = _callables_of_c(type(function))
    return "__call__" in held or not _is_python(function)


def _special(
    run: Run, task: Thread, owner: Any, names: frozenset[str], args: Sequence[Any] = ()
) -> None:
    """Record what special methods of `owner` do that are C's, but not those of its base."""
    held = _callables_of_c(type(owner))
    if not held:
        return
    at = identity(owner)
    slots = [value for name, value in held.items() if name in names]
    if not slots or at in _asked:
        return
    _asked.add(at)
    try:
        for found in slots:
            if issubclass(type(found), _WILL_BIND):
                _warns(run, task)
            bound = type(found) in _OF_CLASS
            call(run, task, found, [owner, *args] if bound else [*args])
    finally:
        _asked.discard(at)


def _callables_of_c(cls: type) -> dict[str, Any]:
    """The special methods of a class of Python that are callables of C's; cached."""
    try:
        return _by_c[cls]
    except KeyError:
        pass
    held: dict[str, Any] = {}
    if kind_of(cls) in _OF_CLASSES and not written_in_c(cls):
        for one in mro(cls):
            body = own(one)
            for name in sorted(body.keys() & _SPECIAL):
                held.setdefault(name, None if written_in_c(one) else body[name])
    found = {name: value for name, value in held.items() if _is_slot(value)}
    _by_c[cls] = found
    return found


def _is_slot(value: Any) -> bool:
    cls = type(value)
    if cls is staticmethod:
        return _is_slot(value.__func__)
    if cls in _CALLABLES_OF_C:
        return getattr(value, "__objclass__", None) is not object
    may_be = cls is types.MethodType or issubclass(cls, (functools.partial, type))
    return may_be and not _is_python(value)


#: Of whose class something is asked here while it is asked of it already.
_asked: Final[set[int]] = set()
#: What an instance of a class of Python can be that has special methods of C's.
_OF_CLASSES: Final = frozenset(
    (OBJECT, CONTAINER, MIXED, TUPLE, ITERATOR, FILE, MODULE, CLASS)
)
_OF_CLASS: Final = (types.MethodDescriptorType, types.WrapperDescriptorType)
_OF_OBJECTS: Final = (*BUILTINS, types.MethodWrapperType)
_CALLED: Final = frozenset(("__call__",))
_DIR: Final = frozenset(("__dir__",))
_HASHED: Final = frozenset(("__hash__", "__eq__", "__index__"))
_GETS_FIRST: Final = frozenset(("__getattribute__",))
_GETS: Final = _GETS_FIRST | {"__getattr__"}
_STATE: Final = frozenset(("__reduce__", "__getstate__"))
_SETS: Final = frozenset(("__setattr__",))
_DELETES: Final = frozenset(("__delattr__",))
_GETS_ITEM: Final = frozenset(("__getitem__", "__missing__"))
_SETS_ITEM: Final = frozenset(("__setitem__", "__delitem__"))


def _getter(run: Run, task: Thread, function: Any, args: list[Any]) -> None:
    maker, names = function.__reduce__()
    for owner in args[:1]:
        if issubclass(type(function), operator.itemgetter):
            for key in names:
                _item(run, task, owner, key, False)
        elif issubclass(type(function), operator.methodcaller):
            if maker is not operator.methodcaller:  # it has keywords
                run.everything(task)
                if issubclass(type(owner), types.ModuleType):
                    _called_unseen(run, task, owner.__dict__.values())
                return
            name = _plain(names[0]) if issubclass(type(names[0]), str) else ""
            _by_name(run, task, owner, name, False)
            if issubclass(type(owner), types.ModuleType):
                call(run, task, owner.__dict__.get(name), list(names[1:]))
            elif not _is_python(held_by(type(owner), name)):
                _method(run, task, name, owner, list(names[1:]))
        else:
            for name in names:
                first, _, rest = name.partition(".")
                _by_name(run, task, owner, first, False)
                if rest:
                    run.everything(task)


#: What is made of these holds them, and looks at most at how long they are.
_LAZY: Final = frozenset(
    (zip, map, filter, enumerate, super, staticmethod, classmethod)
)


def _class_by_hand(run: Run, task: Thread, cls: type, args: list[Any]) -> None:
    """If `cls` is one of classes: what it makes has the attributes it is given."""
    if issubclass(cls, type) and len(args) > 2 and issubclass(type(args[2]), dict):
        _ends_by(run, task, dict.get(args[2], "__del__"))
        for name, value in dict.items(args[2]):
            _decides(run, task, _plain(name), value)
        contents(run, task, dict.get(args[2], "__slots__"))


def _construct(run: Run, task: Thread, cls: type, args: list[Any]) -> None:
    """An object of `cls` is made."""
    if type(cls) is not type and _is_of_another(held_by(type(cls), "__call__")):
        run.everything(task)
    if issubclass(cls, property) and not all(map(_is_python, args[:3])):
        run.c_getters = True
    if not written_in_c(cls):
        for value in args:
            run.meet(task, value)
        if mourned(cls):
            _ends(run, task, cls)
        base = _made_as(cls)
        if base is None:
            _class_by_hand(run, task, cls, args)
        else:
            _construct(run, task, base, args)
        return
    kind = kind_of_c(cls)
    if cls is type:
        if len(args) == 3:
            run.class_made(task)
            surface(run, task, args[2])
            _class_by_hand(run, task, cls, args)
    elif kind == UNKNOWN:
        run.everything(task)
    elif kind == FILE:
        what = touches(_module_of_type(cls), cls.__name__)
        if what.refused:
            run.refuse(task, what.refused)
        run.guard(task, cls.__name__, args)
        run.warns_late = True
        _arguments(run, task, "written", args)
        run.system(task, cls.__name__ != "FileIO" or to_write(args))
    else:
        if cls is types.FunctionType:
            _given_dicts(run, task, args)
        lazy = cls in _LAZY or (
            module_of_class(cls) == "itertools" and cls not in _CONSUMING
        )
        for value in args:
            if type(value) in BARE:
                continue
            run.meet(task, value)
            if lazy:
                if kind_of(type(value)) != ITERATOR:
                    look(run, task, value)
            elif issubclass(cls, _BUFFERS):
                surface(run, task, value, True)
                _shows(run, task, value, cls is PickleBuffer)
            elif cls in _MADE_OF_CONTENTS:
                contents(run, task, value)
            else:
                surface(run, task, value)
                if issubclass(type(value), functools.partial):
                    # Of one of these another takes what it holds.
                    run.touch(task, keywords_of(value), _CONTENTS, False)
        if module_of_class(cls) == "_csv":
            _dialects(run, task, args)
        if issubclass(cls, _MAY_WARN) and (cls is not str or args[1:]):
            _warns(run, task)  # a truth value does of an element of XML


def _made_as(cls: type) -> type | None:
    """The class of C's that makes an object of `cls`, of Python, of all that it is given.

    Where the class has its own `__init__` or `__new__` that calls C's, and that is seen.
    """
    try:
        return _makers[cls]
    except KeyError:
        pass
    base: type | None = next(one for one in mro(cls) if is_c(one))
    new, init = held_by(cls, "__new__"), held_by(cls, "__init__")
    if type(new) is not types.BuiltinFunctionType or (
        base is object or (_is_python(init) and new.__self__ in _MADE_EMPTY)
    ):
        base = None
    _makers[cls] = base
    return base


#: Of these, what is made depends on what lies within the parts of what they are given.
_MADE_OF_CONTENTS: Final = frozenset(
    (str, bytes, bytearray, tuple, frozenset, set, dict, defaultdict, OrderedDict, array,
     Decimal, types.SimpleNamespace)
)  # fmt: skip
#: Of these, `__new__` looks at nothing that it is given: `__init__` does.
_MADE_EMPTY: Final = (
    object,
    list,
    dict,
    set,
    bytearray,
    deque,
    BaseException,
    property,
)


def _is_plain_class(classes: list[Any]) -> bool:
    """Whether the class is written in C, and what it makes is no file."""
    return any(
        issubclass(type(cls), type) and written_in_c(cls) and kind_of_c(cls) != FILE
        for cls in classes
    )


def _given_dicts(run: Run, task: Thread, args: list[Any]) -> None:
    """A function is made of a dict for its globals, and maybe one for its defaults."""
    dicts = [value for value in args if issubclass(type(value), dict)]
    for value in dicts:
        run.as_scope(task, value)
        if len(dicts) > 1 and not run.is_namespace(value):
            run.lends(value, 0)


#: What keeps its size while something shows it.
_SIZED: Final = (bytearray, array, io.BytesIO, mmap)
#: Methods that make something that shows what they are given, or their own object.
_SHOWING: Final = frozenset(
    (
        "__buffer__",
        "getbuffer",
        "cast",
        "toreadonly",
        "iter_unpack",
        "finditer",
        "scanner",
        "raw",
    )
)
#: Those that make one more view of what a view shows, which is released by itself.
_RESHOWING: Final = frozenset(("cast", "toreadonly"))
#: Of what lies in a file, only these change the size.
_RESIZING: Final = frozenset(("close", "resize", "__exit__"))


def _shows(run: Run, task: Thread, value: Any, itself: bool = False) -> None:
    """Something is made that shows `value`, which cannot grow or shrink meanwhile.

    `itself`: where that is a view, nor be released.
    """
    for seen in [value, *_inside(value)] if type(value) in _BUFFERS else [value]:
        if issubclass(type(seen), _SIZED) or (itself and type(seen) is memoryview):
            run.shows(task, seen)


_CONSUMING: Final = (itertools.product, itertools.permutations, itertools.combinations,
                     itertools.combinations_with_replacement)  # fmt: skip


def _module_of_type(cls: type) -> str:
    """Types of C may say that they belong to the module of Python around theirs."""
    name = module_of_class(cls)
    return name if name in MODULES else f"_{name}"


#: Methods of descriptors: by which of its functions a property does it; it is made
#: anew by the others.
_BINDS: Final = {
    "__get__": "fget",
    "__set__": "fset",
    "__delete__": "fdel",
    "getter": "",
    "setter": "",
    "deleter": "",
}


def _method(run: Run, task: Thread, name: str, owner: Any, args: list[Any]) -> None:
    cls = type(owner)
    kind = kind_of(cls)
    if kind == OBJECT and name not in _WHOLE and _base(cls) is not object:
        # What C's method reads of its arguments is what that of the base does.
        kind = kind_of_c(_base(cls))
    if name in WARNING:
        _warns(run, task)
    if name in ("__setattr__", "__delattr__") and args:
        _attribute(run, task, owner, _plain(args[0]), True, *args[1:2])
        return
    if name == "__getattribute__" and args:
        _attribute(run, task, owner, _plain(args[0]), False)
        return
    if name == "__call__" and kind != CLASS:
        call(run, task, owner, args)
        return
    if name in _BINDS:
        made_of = _BINDS[name]
        if type(owner) in _DATA:
            if args and args[0] is not None:
                written = name != "__get__"
                given = args[1:2] if written else ()
                _attribute(run, task, args[0], owner.__name__, written, *given)
            return
        if issubclass(type(owner), property):
            if made_of == "":
                run.c_getters = run.c_getters or not all(map(_is_python, args))
            else:
                function = getattr(owner, made_of)
                if function is not None and not _is_python(function):
                    call(run, task, function, args[: 1 + (made_of == "fset")])
            return
    if name in _WHOLE and kind in _ATTRIBUTED:
        if _dict_at(cls):
            run.by_object(task, owner)
        _special(run, task, owner, _STATE)
    if name in _SHOWING:
        for value in (owner, *args):
            _shows(run, task, value, name not in _RESHOWING)
    if kind == CONTAINER:
        _container_method(run, task, name, owner, args)
    elif kind == TIMED:
        surface(run, task, owner)
    elif kind in (ATOM, FUNCTION, TUPLE, OWN, MODULE, CLASS, CELL):
        if kind == CLASS and name == "__subclasses__":
            run.class_look(task, name)
            run.descends(task, owner)
        elif kind == CLASS and name == "__call__":
            _construct(run, task, owner, args)
        elif kind == CLASS and name == "__new__" and _is_plain_class(args[:1]):
            _construct(run, task, args[0], args[1:])
        elif owner is type and name == "__new__":
            _class_by_hand(run, task, type, args[1:])
        elif kind == ATOM and name in _REMAKES:
            if (
                cls is _base(cls)
                or held_by(_base(cls), "__init__") is not object.__init__
            ):
                run.everything(task)
        elif (
            name in ("format", "format_map")
            and issubclass(cls, str)
            and _LOOKS_INSIDE.search(_plain(owner))
        ):
            run.everything(task)
        elif kind == ATOM and issubclass(type(owner), (ContextVar, Token)):
            run.module_state(task, "_contextvars", name != "get")
        elif kind == MODULE and name == "__dir__":
            run.by_object(task, owner)
        if kind in (TUPLE, ATOM) and name in DEEP_READERS:
            contents(run, task, owner)
        elif issubclass(cls, frozenset):
            _keys(run, task, _held_keys(owner))
        if kind == ATOM and name == "pack_into":
            _arguments(run, task, "written", args)
        elif name in _BY_KEYS:
            for value in args[:1]:
                if type(value) not in BARE:
                    _item(run, task, value, None, False)
        for value in args:
            contents(run, task, value)
            if name in ITERATES:
                surface(run, task, value)
    elif kind == VIEW:
        if name in _ENDING:
            run.resizes(task, owner, "releases")
            for value in _inside(owner):
                run.hides(task, value)
        (contents if name in DEEP_READERS else surface)(
            run, task, owner, name not in READERS
        )
        _arguments(run, task, "contents", args)
    elif kind == PROXY:
        _method(run, task, name, _behind(run, task, owner), args)
    elif kind == OBJECT:
        # What every object inherits: identity, or its attributes all at once.
        if name == "__dir__":
            run.class_look(task, None)
        elif _is_shown(cls) and name not in _WHOLE:
            run.by_object(task, owner)
            run.touch(task, owner, _CONTENTS, name == "__init__")
            if name in DEEP_READERS:
                contents(run, task, owner)
            for value in args:
                contents(run, task, value)
    elif kind == UNKNOWN:
        run.everything(task)
    elif name == "add_note":
        # An attribute like any other.
        run.touch(task, owner, "__notes__", True)
    elif name in _OF_GROUPS and issubclass(cls, BaseExceptionGroup):
        _group(run, task, owner)
        _arguments(run, task, "contents", args)
    elif name == "__setstate__" and issubclass(cls, BaseException):
        for state in args[:1]:
            contents(run, task, state)
            if issubclass(type(state), dict):
                for key, value in dict.items(state):
                    _attribute(run, task, owner, _plain(key), True, value)
    elif name in _DRAWS and run.world.draws(task, owner):
        look(run, task, owner)
    elif name in READERS:
        look(run, task, owner)
        if name not in _ALONE:
            beneath(run, task, owner)
        if kind == MIXED and name in DEEP_READERS:
            contents(run, task, owner)
        if issubclass(type(owner), Context):
            run.module_state(task, "_contextvars", False)
        _arguments(run, task, "contents", args)
    else:
        surface(run, task, owner, True)
        if kind == FILE and name == "__init__" and issubclass(cls, FileIO):
            _construct(run, task, FileIO, args)
        if kind == FILE and name in _ENDING:
            run.closes(owner)
        if issubclass(type(owner), _SIZED) and (kind != FILE or name in _RESIZING):
            run.resizes(task, owner)
        if kind == OPAQUE and cls.__name__ == "xmlparser":
            # The dict of its names, which it does not refer to.
            run.touch(task, owner.intern, _CONTENTS, True)
        _arguments(run, task, "written", args)
        if issubclass(type(owner), Context) and args:
            # Who is in a context has it alone: what is set there shows to others that
            # look into it or enter it later, and both use the context itself.
            call(run, task, args[0], args[1:])


def _group(run: Run, task: Thread, group: Any) -> None:
    """A part of `group` is made, with what is known of the whole."""
    todo = [group]
    while todo:
        one = todo.pop()
        look(run, task, one)
        run.touch(task, one, "__notes__", False)
        notes = (attributes(one) or {}).get("__notes__")
        if type(notes) not in BARE:
            contents(run, task, notes)
        todo += [
            inner
            for inner in _exceptions(one)
            if issubclass(type(inner), BaseExceptionGroup)
        ]


_OF_GROUPS: Final = frozenset(("split", "subgroup", "derive"))
_exceptions: Final[Callable[[Any], Any]] = BaseExceptionGroup.__dict__[
    "exceptions"
].__get__
#: Methods that take all attributes of an object at once, and kinds that have any.
_WHOLE: Final = frozenset(
    ("__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__dir__")
)
_ATTRIBUTED: Final = frozenset((OBJECT, MIXED, CONTAINER, FILE))
#: Methods after which nothing is left to be done when the object dies.
_ENDING: Final = frozenset(("__exit__", "close", "detach", "release"))
#: Readers that look at nothing but the object itself.
_ALONE: Final = frozenset(
    """__iter__ __hash__ __class_getitem__ __init_subclass__ __subclasshook__ fileno
    closed isatty readable writable seekable""".split()
)


_BY_KEY: Final = {
    "__getitem__": False,
    "__contains__": False,
    "get": False,
    "__setitem__": True,
    "__delitem__": True,
    "setdefault": True,
    "pop": True,
}


#: Methods of a text and functions that look for keys in what they are given, and where.
_BY_KEYS: Final = {
    "format_map": 0,
    "translate": 0,
    "getitem": 0,
    "charmap_encode": 2,
    "charmap_decode": 2,
}


def _container_method(
    run: Run, task: Thread, name: str, owner: Any, args: list[Any]
) -> None:
    if name in _BY_KEY and args and type(args[0]) is str and run.is_namespace(owner):
        run.touch(task, owner, args[0], _BY_KEY[name])
        return
    write = name not in READERS
    if name == "__getitem__" and held_by(type(owner), "__missing__"):
        # Looking for a key that is missing may put it there.
        write = True
        if issubclass(type(owner), defaultdict):
            contents(run, task, owner.default_factory)
    run.touch(task, owner, _CONTENTS, write)
    if write and name != "__setitem__" and issubclass(type(owner), _SIZED):
        run.resizes(task, owner)
    if name in DEEP_READERS or name == "sort":
        contents(run, task, owner)
        if name in _CALLS_SOME:
            _called_unseen(run, task, args)
    hashes = issubclass(type(owner), (dict, set))
    calls = False
    for value in args:
        run.meet(task, value)
        if type(value) not in BARE and _by_c.get(type(value), True):
            _special(run, task, value, _HASHED)
        if name in ITERATES:
            contents(run, task, value)
            surface(run, task, value)
            if hashes:
                known = kind_of(type(value)) in _HOLDERS
                _keys(run, task, _inside(value) if known else _held_keys(owner), owner)
        elif kind_of(type(value)) == FILE:
            surface(run, task, value)
        elif type(value) in _CALLABLES_OF_C or type(value) is functools.partial:
            calls = contents(run, task, value) or calls
    if hashes and name not in ITERATES:
        _keys(run, task, args[:1], owner)
    if calls:
        contents(run, task, owner, True)


#: Methods of containers of C of which `_method` says nothing more.
_PLAIN_METHODS: Final = frozenset(
    function
    for cls in _PLAIN_CONTAINERS
    for name, function in vars(cls).items()
    if type(function) is types.MethodDescriptorType
    and name[:1] != "_"
    and name not in WARNING | _SHOWING
)


def _plain(name: Any) -> Any:
    """`name` without what a class derived from `str` does with it."""
    return str.__str__(name) if issubclass(type(name), str) else name


#: What changes nothing unless it gets more arguments than these.
_ASKS: Final = {"setlocale": 1, "field_size_limit": 0}


#: By function of `builtins`, what of its arguments it touches, if that is all it does:
#: as `_builtin` finds out, several times for each run.
_ONLY_LOOKS: Final[dict[Any, str]] = {
    function: touches("builtins", function.__name__).arguments
    for function in (len, isinstance, issubclass, callable, hash, repr, sum, any, all)
    if touches("builtins", function.__name__)[1:] == Touches("")[1:]
}


def _builtin(run: Run, task: Thread, module: str, name: str, args: list[Any]) -> None:
    what = touches(module, name)
    if what.unseen and name in _ASKS and (len(args) <= _ASKS[name] or args[-1] is None):
        what = what._replace(unseen=False)
    if name in WARNING:
        _warns(run, task)
    if name in _CALLS_SOME:
        _called_unseen(run, task, args)
    if name in _BY_IDENTITY and any(type(value) is _PATTERN for value in args):
        run.tells_patterns_apart(task)
    if module == "builtins":
        if name == "next" or name == "anext":
            if args:
                surface(run, task, args[0])
            return
        if name in ("getattr", "hasattr", "setattr", "delattr"):
            if len(args) > 1 and issubclass(type(args[1]), str):
                written = name in ("setattr", "delattr")
                given = args[2:3] if written else ()
                _by_name(run, task, args[0], _plain(args[1]), written, *given)
                run.meet(task, args[-1])
            return
        if name in ("vars", "dir"):
            if args:
                # As in the call itself: an exception has none before.
                _give_dict(args[0])
                run.by_object(task, args[0])
                if name == "dir":
                    run.class_look(task, None)
                    _special(run, task, args[0], _DIR)
            return
        if name in ("exec", "eval", "compile"):
            for value in args[:1]:
                if type(value) is not CodeType:
                    contents(run, task, value)
                if issubclass(type(value), AST):
                    run.everything(task)
            if name == "compile":
                args = args[1:]
        if name in ("exec", "eval"):
            for value in args[1:]:
                if issubclass(type(value), dict):
                    run.meet(task, value)
                    run.as_scope(task, value)
                    if not dict.__contains__(value, "__builtins__"):
                        # What is to hold globals gets them.
                        run.touch(task, value, "__builtins__", True)
            return
        if name == "__build_class__":
            run.class_made(task)
            for hashes in filter(None, map(_hashes_of_classes, args[2:])):
                if hashes == "none":
                    run.refuse(task, "makes classes that have no hash")
                run.unsettle(task, "makes classes with a hash of their own")
            if args and _extends_file(args[0], args[2:]):
                run.hears_of_death(task)
            return
        if name == "iter" and len(args) == 1:
            if kind_of(type(args[0])) != ITERATOR:
                look(run, task, args[0])
            return
    elif module == "_operator" and name == "call":
        if args:
            call(run, task, args[0], args[1:])
        return
    elif name == "_abc_register":
        run.registers(task, args[0])
    elif module == "_weakref" and name in ("getweakrefcount", "getweakrefs"):
        run.asks_for_life(task)
    elif module == "_warnings" and name.startswith("warn"):
        _warns(run, task)
    elif module == "_csv":
        _dialects(run, task, args[1:])
    elif module == "posix":
        run.warns_late = run.warns_late or name == "scandir"
        if what.beside == "system changes":
            run.guard(task, "os.open" if name == "open" else name, args)
    elif name in _SHOWING:
        for value in args:
            _shows(run, task, value, True)
    elif name in _BY_KEYS and len(args) > _BY_KEYS[name]:
        _item(run, task, args[_BY_KEYS[name]], None, False)
    if module == "_io" and name in ("open", "open_code"):
        run.guard(task, name, args)
        run.warns_late = True
        run.system(task, to_write(args))
        return
    _arguments(run, task, what.arguments, args)
    if what.beside or what.refused:
        _beside(run, task, what, module)


def _warns(run: Run, task: Thread) -> None:
    """C may warn: it finds out by itself what is to be done then."""
    module = sys.modules.get("warnings")
    if module is not None:
        for name in _OF_WARNINGS:
            found = module.__dict__.get(name)
            if found is not None:
                run.touch(task, module.__dict__, name, False)
                if type(found) in _PLAIN_CONTAINERS:
                    run.touch(task, found, _CONTENTS, False)


def filters(value: Any) -> bool:
    """Whether `value` is where it stands which warnings are shown."""
    module = sys.modules.get("warnings")
    held = module.__dict__ if module is not None else {}
    return value is held or value is held.get("filters")


#: Types that may warn when an object of theirs is made.
_MAY_WARN: Final = (str, array, AST, bool)
#: Methods of Python's that C warns of when what they return is of a derived class.
_NUMBERS: Final = frozenset(("__index__", "__int__", "__float__", "__complex__"))
_OF_WARNINGS: Final = ("filters", "defaultaction", "onceregistry", "_showwarnmsg")


def _dialects(run: Run, task: Thread, given: list[Any]) -> None:
    """Classes and objects that say how CSV is written."""
    for value in given:
        if type(value) not in BARE:
            for name in _OF_DIALECTS:
                _attribute(run, task, value, name, False)


_OF_DIALECTS: Final = """delimiter doublequote escapechar lineterminator quotechar quoting
    skipinitialspace strict""".split()


# ------------------------------------------------------------ attributes

_KNOWN_TYPES: Final = (
    *(cls for cls in vars(builtins).values() if isinstance(cls, type)),
    types.CoroutineType, types.AsyncGeneratorType,
)  # fmt: skip


def _mourns(function: Any, args: list[Any]) -> bool:
    """Whether the call makes a weak reference with something to do when its object dies.

    Classes do not die while a program runs, and what tidies a folder up is told before.
    """
    if not issubclass(type(function), type) or not issubclass(
        function, weakref.ReferenceType
    ):
        return False
    return (
        len(args) > 1
        and args[1] is not None
        and not issubclass(type(args[0]), type)
        and module_of_class(type(args[0])) != "tempfile"
    )


#: By identity, what sets or deletes the attribute that it is given the name of.
_REBINDING: Final = {
    identity(function): function
    for owner, names in (
        (builtins, ("setattr", "delattr")),
        (object, ("__setattr__", "__delattr__")),
        (type, ("__setattr__", "__delattr__")),
    )
    for function in map(functools.partial(getattr, owner), names)
}
#: Attributes that decide what else an object is or does.
_DECISIVE: Final = frozenset(
    """__class__ __dict__ __code__ __defaults__ __kwdefaults__ __closure__
    __globals__""".split()
)


#: Attributes of a file that are those of the file below it.
_OF_THE_RAW: Final = frozenset(("closed", "mode", "name"))
#: Attributes of objects that what is simulated takes unseen: a thread's.
_TAKEN_UNSEEN: Final = frozenset(("run",))

#: What, called by hand, changes even an object that cannot change: a `property`, a
#: `Struct`.
_REMAKES: Final = frozenset(("__init__", "__set_name__"))


#: What tells an object from another that is like it.
_BY_IDENTITY: Final = frozenset(("id", "is_", "is_not"))
_PATTERN: Final = re.Pattern

#: A format whose fields are attributes or items of what it is given.
_LOOKS_INSIDE: Final = re.compile(r"\{[^{}:!]*[.\[]")


def _attribute(
    run: Run, task: Thread, owner: Any, name: Any, write: bool, given: Any = NULL
) -> None:
    cls = type(owner)
    found = _named.get((cls, name)) or _resolve(cls, name)
    if found is _USUAL:
        run.touch(task, owner, name, write)
        if name in run.class_names:
            run.access(task, ("class", name), False)
        return
    slot, is_property, is_data, warns = found
    kind = kind_of(cls)
    if warns and not write:
        _warns(run, task)
    if is_data and name in _OF_THE_RAW and issubclass(cls, _IOBase):
        for inner in gc.get_referents(owner):
            if issubclass(type(inner), _IOBase):
                _attribute(run, task, inner, name, False)
    if write and kind == CLASS:
        changed()
    if slot != name:
        if name in run.class_names:
            run.access(task, ("class", name), False)
        name = slot
    if run.c_getters:
        _by_property(run, task, owner, name, write, given)
    if _by_c.get(cls, True):
        if write:
            stored = () if given is NULL else (given,)
            _special(run, task, owner, _SETS if stored else _DELETES, (name, *stored))
        else:
            missing = held_by(cls, name, NULL) is NULL
            _special(run, task, owner, _GETS if missing else _GETS_FIRST, (name,))
    if write and name in _DECISIVE:
        run.decides(task, owner, name)
        if name == "__dict__":
            run.gets_dict(task, owner, given)
        elif name == "__kwdefaults__" and issubclass(type(given), dict):
            run.lends(given, 0)
        run.everything(task)
    elif kind == OBJECT or (kind == CONTAINER and cls not in _PLAIN_CONTAINERS):
        if name == "__dict__":
            run.by_object(task, owner)
            return
        if not (is_property and run.meeting):
            # What its functions touch is recorded where they do: this would be one more
            # place at which threads meet.
            run.touch(task, owner, name, write)
        if write and name in _TAKEN_UNSEEN:
            run.everything(task)
        if kind == CONTAINER and (write or is_data):
            run.touch(task, owner, _CONTENTS, write)
        if name in run.class_names:
            run.access(task, ("class", name), False)
    elif kind == MODULE:
        if name == "__dict__":
            run.by_object(task, owner)
        else:
            if name == "callbacks" and namespace_of(owner).get("__name__") == "gc":
                run.hears_of_death(task)
            made = name == "__annotations__"  # nor has a module
            run.touch(task, namespace_of(owner), name, write or made)
            if write and name in ("__getattr__", "__dir__", "__name__"):
                run.everything(task)
                if _is_of_another(given):
                    run.unsettle(task, f"gives a module a `{name}` {_OF_ANOTHER}")
            _of_its_own(run, task, owner, name, write)
            if write and owner is run.world.builtins:
                run.by_builtins(task, name)
    elif kind == CLASS:
        if write:
            if _is_dunder(name) or _binds(given) or _binds(held_by(owner, name, NULL)):
                # C may look it up wherever it is handed an object of the class.
                run.everything(task)
            if name == "__del__":
                _ends_by(run, task, given)
            _decides(run, task, name, given)
            run.class_write(task, owner, name)
        elif name == "__dict__":
            run.class_look(task, None)
        elif name == "__annotations__":
            # A class has none before somebody asks for it.
            run.class_write(task, owner, name)
        elif name in run.class_names:
            run.access(task, ("class", name), False)
    elif kind == MIXED or kind == FILE:
        if name == "__dict__":
            # An exception has none before somebody asks for it.
            _give_dict(owner)
            run.by_object(task, owner)
            run.touch(task, owner, _CONTENTS, issubclass(type(owner), BaseException))
            return
        run.touch(task, owner, name, write)
        if write or is_data:
            run.touch(task, owner, _CONTENTS, write)
            if kind == FILE:
                run.system(task, write)
        if name in run.class_names:
            run.access(task, ("class", name), False)
    elif kind == CELL:
        run.touch(task, owner, _CONTENTS, write)
    elif kind == FUNCTION:
        if name == "__dict__":
            run.by_object(task, owner)
        else:
            run.touch(task, owner, _CONTENTS, write, name)
            if name == "__kwdefaults__":
                _lends_defaults(run, owner)
            if write and name in _TOLD_BY_C:
                run.everything(task)
    elif kind in (OPAQUE, ITERATOR, VIEW):
        if write:
            surface(run, task, owner)
        elif is_data:
            look(run, task, owner)
        if name == "__dict__":
            run.unsettle(task, f"takes a `__dict__` {_OF_ANOTHER}")
        _of_its_own(run, task, owner, name, write)
    elif kind == PROXY:
        _attribute(run, task, _behind(run, task, owner), name, write, given)
    elif kind == UNKNOWN:
        run.everything(task)
    elif kind == OWN:
        if name in run.class_names:
            run.access(task, ("class", name), False)
    elif issubclass(type(owner), FrameType) and name in _OF_FRAMES:
        run.looks_into(task, owner)
        if name == "f_back":
            run.climbs(task, owner)
        elif name == "f_locals":
            _cells(run, task, owner)
    elif issubclass(type(owner), types.TracebackType) and name == "tb_next":
        # One location for all: with a name, one would keep its functions' variables alive.
        run.module_state(task, "traceback", write)
    elif cls is types.MethodType and held_by(cls, name, NULL) is NULL:
        _attribute(run, task, owner.__func__, name, write, given)
    elif cls is types.GenericAlias and held_by(cls, name, NULL) is NULL:
        _attribute(run, task, owner.__origin__, name, write, given)
    elif cls is super:
        behind, start = (one.__get__(owner) for one in _BEHIND_SUPER)
        if behind is not None:
            _super_attribute(run, task, start, behind, name)
    else:
        _of_its_own(run, task, owner, name, write)


def attribute(run: Run, task: Thread, owner: Any, name: str) -> None:
    """Record that what is simulated takes an attribute, as C does."""
    _attribute(run, task, owner, name, False)


_BEHIND_SUPER: Final = (
    super.__dict__["__self__"],
    super.__dict__["__thisclass__"],
)
#: Attributes of functions that C reads where it says or decides something of them.
_TOLD_BY_C: Final = frozenset(("__name__", "__qualname__", "__isabstractmethod__"))
_OF_ANOTHER: Final = "of C's, and what that reads and changes is not seen"


def _of_its_own(run: Run, task: Thread, owner: Any, name: str, write: bool) -> None:
    """An attribute that C does not keep for `owner`: its class's, its dict's, a slot."""
    cls = type(owner)
    if name in run.class_names:
        run.access(task, ("class", name), False)
    if _has_more(cls):
        found = held_by(cls, name, NULL)
        settable = type(found) in _DATA and cls in _SETTABLE
        if found is NULL or settable or not written_in_c(cls):
            run.touch(task, owner, name, write)


_more: Final[dict[type, bool]] = {}


def _has_more(cls: type) -> bool:
    """Whether an object of `cls` may have attributes that change; cached.

    A module's are in its dict, and recorded as that.
    """
    try:
        return _more[cls]
    except KeyError:
        slots = any(
            type(value) is types.MemberDescriptorType
            for one in mro(cls)
            if not written_in_c(one)
            for value in own(one).values()
        )
        answer = _more[cls] = kind_of(cls) != MODULE and (
            slots or bool(_dict_at(cls)) or cls in _SETTABLE
        )
        return answer


#: Types of C whose objects have no dict, and an attribute that can be set.
_SETTABLE: Final = frozenset((property, type(functools.cmp_to_key(max)(0))))
#: Types of C of which an attribute is another object's.
_LENDING: Final = frozenset((types.MethodType, types.GenericAlias, super))


def _super_attribute(
    run: Run, task: Thread, start: type, owner: Any, name: str
) -> None:
    """The attribute that `owner` has by the classes after `start`."""
    if name in run.class_names:
        run.access(task, ("class", name), False)
    cls = owner if issubclass(type(owner), type) else type(owner)
    order = mro(cls)
    after = order[order.index(start) + 1 :] if start in order else ()
    for one in after:
        if name in own(one):
            if type(own(one)[name]) in _DATA:
                run.touch(task, owner, own(one)[name].__name__, False)
                look(run, task, owner)
            elif issubclass(type(own(one)[name]), _WILL_BIND):
                _warns(run, task)
            break


def _decides(run: Run, task: Thread, name: str, value: Any) -> None:
    """A class gets `value` as its `name`: may C call that, and nobody see it?"""
    if name in _OF_CLASSES_BY_C and _is_of_another(value):
        run.unsettle(task, f"gives a class a `{name}` {_OF_ANOTHER}")


def _is_of_another(value: Any) -> bool:
    """Whether C, calling what a class holds, calls a method of C's of another object."""
    cls = type(value)
    if cls in (staticmethod, classmethod):
        return _is_of_another(value.__func__)
    if cls in _OF_OBJECTS:
        return not isinstance(value.__self__, (type, types.ModuleType, type(None)))
    return issubclass(cls, (types.MethodType, functools.partial)) and not _is_python(
        value
    )


#: Special names of classes that C keeps for others, and decides nothing by.
_KEPT: Final = frozenset(("__annotations__", "__doc__", "__slotnames__"))


def _is_dunder(name: Any) -> bool:
    return name[:2] == name[-2:] == "__" and name not in _KEPT


def _binds(value: Any) -> bool:
    """Whether a class's attribute can be called, or asked for what it is."""
    return callable(value) or held_by(type(value), "__get__", NULL) is not NULL


def _by_name(
    run: Run, task: Thread, owner: Any, name: str, write: bool, given: Any = NULL
) -> None:
    """As `_attribute`, of one whose name a function of C's was given."""
    if type(name) is not str and issubclass(type(name), str):
        name = str.__str__(name)
    _attribute(run, task, owner, name, write, given)
    if name in _OUTSIDE:
        _leaves(run, task, "", owner, name)


def _lends_defaults(run: Run, function: Any) -> None:
    """The dict from which calls of `function` take keywords is taken."""
    if type(function) is types.MethodType:
        function = function.__func__
    found = function.__kwdefaults__ if type(function) is types.FunctionType else None
    if found is not None:
        run.lends(found, 0)


def _leaves(run: Run, task: Thread, file: str, owner: Any, name: str) -> None:
    """The attribute `name` of `owner` may be that by which to ask for what isn't simulated.

    Code of `file` takes it, or, where that is "", some function of C's.
    """
    owners, what = _OUTSIDE[name]
    if issubclass(type(owner), types.ModuleType):
        found = namespace_of(owner).get("__name__")
    elif owner is os.stat_result or type(owner) is os.stat_result:
        found = "stat_result"
    elif issubclass(type(owner), type) and issubclass(owner, datetime.date):
        found = "date"
    else:
        return
    if found in owners:
        run.asks_outside(task, file, what)


def _has(owner: Any, name: str, given: Any) -> bool:
    """Whether the attribute `name` is `given` already."""
    inner = attributes(owner)
    return type(inner) is dict and inner.get(name, NULL) is given is not NULL


def _by_property(
    run: Run, task: Thread, owner: Any, name: Any, write: bool, given: Any
) -> None:
    """Record what a property does whose functions are written in C."""
    found: Any = held_by(type(owner), name)
    if not issubclass(type(found), property):
        return
    args = [owner] if given is NULL else [owner, given]
    function: Any = _fget(found)
    if write:
        function = _fdel(found) if given is NULL else _fset(found)
    if function is not None and not _is_python(function):
        call(run, task, function, args)


#: What looks at the variables of the function that calls it.
_OF_LOCALS: Final = frozenset(("locals", "vars", "dir", "eval", "exec"))
_TAKES_LOCALS: Final = frozenset(
    identity(getattr(builtins, name)) for name in _OF_LOCALS
)
#: What a thread is given to do: the library reads these where it begins, and lets go of
#: them at its end.
GIVEN: Final = ("_target", "_args", "_kwargs")
_OF_A_START: Final = frozenset(("run", *GIVEN))
#: What changes of a frame while its code runs.
_OF_FRAMES: Final = frozenset("f_back f_lasti f_lineno f_locals f_trace".split())
#: Attributes that C computes, as objects of their own.
_DATA: Final = (types.GetSetDescriptorType, types.MemberDescriptorType)
#: Methods that C looks up by itself, in the class of an object that it is handed.
_SPECIAL: Final = frozenset(
    name
    for cls in _KNOWN_TYPES
    for name, value in vars(cls).items()
    if type(value) is types.WrapperDescriptorType
) | frozenset(
    """__aenter__ __bytes__ __ceil__ __complex__ __dir__ __enter__ __floor__ __format__
    __fspath__ __getattr__ __getstate__ __length_hint__ __missing__ __reduce__
    __reversed__ __round__ __sizeof__ __trunc__ __matmul__ __rmatmul__ __imatmul__
    __imod__ __ipow__ __irshift__ __ilshift__ __ifloordiv__ __itruediv__""".split()
)
#: Those that C calls when it does something with a class or an attribute.
_OF_CLASSES_BY_C: Final = frozenset(
    """__init__ __new__ __init_subclass__ __set_name__ __class_getitem__ __instancecheck__
    __subclasscheck__ __subclasshook__ __mro_entries__ __prepare__ __get__ __set__ __delete__
    keys items""".split()
)
#: Those that C may call when it does something with an object, or looks at it.
_SLOTS: Final = (
    _SPECIAL
    - (_CALLED | _GETS | _SETS | _DELETES)
    - {"__init__", "__del__", "__get__", "__set__", "__delete__", "__dir__"}
)
_named: dict[tuple[type, Any], tuple[Any, bool, bool, bool]] = {}
#: What most attributes are there: in the `__dict__` of an object of Python, and nothing
#: else is done for them.
_USUAL: Final = ("", False, False, False)
#: 3.13 warns where a class holds one of these and it is looked up: later it is a method.
_WILL_BIND: Final = (functools.partial,) if sys.version_info < (3, 14) else ()
_by_c: dict[type, dict[str, Any]] = {}
_mourned: dict[type, bool] = {}
_makes: dict[type, type | None] = {}
_makers: dict[type, type | None] = {}


def changed() -> None:
    """A class is given an attribute: what was found in classes may not be so any more."""
    _named.clear()
    _dicts.clear()
    _more.clear()
    _by_c.clear()
    _mourned.clear()
    _makes.clear()
    _makers.clear()


def _resolve(cls: type, name: Any) -> tuple[Any, bool, bool, bool]:
    """What the attribute `name` of `cls` is: see `_attribute`; cached.

    Returns:
        `name`, or where that is another's slot, as in `C.m = C.n`, how that is called;
        whether it is a property; whether C computes it from an object's state; whether
        to look it up warns.
        `_USUAL` for an attribute of an object in Python that is nothing of the kind.
    """
    found = held_by(cls, name)
    slot = name
    if type(found) in _DATA:
        slot = found.__name__
        found = held_by(cls, slot)
    is_property, is_data = issubclass(type(found), property), type(found) in _DATA
    warns = issubclass(type(found), _WILL_BIND)
    usual = kind_of(cls) == OBJECT and not (
        is_property
        or is_data
        or warns
        or name in _DECISIVE
        or name in _TAKEN_UNSEEN
        or _callables_of_c(cls)
    )
    answer = _named[cls, name] = (
        _USUAL if usual else (slot, is_property, is_data, warns)
    )
    return answer


# ----------------------------------------------------------------- sites

_BRANCHES: Final = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)
_SEPARATE: Final = frozenset(
    "RETURN_VALUE RETURN_CONST RAISE_VARARGS RERAISE JUMP_FORWARD JUMP_BACKWARD "
    "JUMP_BACKWARD_NO_INTERRUPT".split()
)


def depths(code: CodeType, instructions: list[dis.Instruction]) -> dict[int, int]:
    """The evaluation stack's depth before each instruction, by offset."""
    following: dict[int, int | None] = {}
    for here, after in zip(instructions, [*instructions[1:], None], strict=True):
        following[here.offset] = after.offset if after else None
    by_offset = {instruction.offset: instruction for instruction in instructions}
    found: dict[int, int] = {}
    todo: list[tuple[int, int]] = [(instructions[0].offset, 0)]
    handlers = list(dis.Bytecode(code).exception_entries)  # type: ignore[attr-defined]
    while True:
        while todo:
            offset, depth = todo.pop()
            if offset in found or offset not in by_offset:
                continue
            found[offset] = depth
            instruction = by_offset[offset]
            arg = instruction.arg if instruction.opcode >= dis.HAVE_ARGUMENT else None
            if instruction.opcode in _BRANCHES:
                jump = dis.stack_effect(instruction.opcode, arg, jump=True)
                todo.append((instruction.argval, depth + jump))
            if instruction.opname not in _SEPARATE:
                step = dis.stack_effect(instruction.opcode, arg, jump=False)
                after_offset = following[offset]
                if after_offset is not None:
                    todo.append((after_offset, depth + step))
        for entry in handlers:
            if entry.target not in found:
                todo.append((entry.target, entry.depth + 1 + bool(entry.lasti)))
        if not todo:
            return found


_EXTENDED: Final = dis.opmap["EXTENDED_ARG"]
#: Instructions that bind the name that their argument is the number of.
_BINDS_GLOBAL: Final = {dis.opmap["STORE_GLOBAL"], dis.opmap["DELETE_GLOBAL"]}
_BINDS_ATTRIBUTE: Final = {dis.opmap["STORE_ATTR"], dis.opmap["DELETE_ATTR"]}


class Constants:
    """What a module of the standard library never rebinds once it is set.

    `globals_` and `attributes` are the names that its functions do rebind:
    globals by a `global` statement, attributes outside of `__init__`.
    Loads of any other name need no record, unless the program itself rebinds it: then
    it is among the `learned`.
    """

    def __init__(self, code: CodeType, module: str = "") -> None:
        self.module = module
        self.learned: set[str] = set()
        self.globals_: set[str] = set()
        self.attributes: set[str] = set()
        self._scan(code)
        # Only the thread itself and its maker see these, until the program asks for them.
        self.attributes -= set(GIVEN)

    def _scan(self, code: CodeType) -> None:
        fork = code.co_name.startswith(("_at_fork", "_after_fork"))
        # Not by `dis`, which would take most of the time of a short exploration.
        arg = 0
        units = iter(code.co_code)
        for op, low in zip(units, units, strict=True):
            arg = arg << 8 | low
            if op == _EXTENDED:
                continue
            if op in _BINDS_GLOBAL:
                self.globals_.add(code.co_names[arg])
            elif op in _BINDS_ATTRIBUTE and code.co_name != "__init__" and not fork:
                self.attributes.add(code.co_names[arg])
            arg = 0
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                self._scan(constant)


def table(code: CodeType, constants: Constants | None = None) -> dict[int, Site]:
    """The sites of `code`, by offset of the instruction.

    `constants` is given for the private modules of the standard library.
    """
    # An instruction with an EXTENDED_ARG is entered at that prefix, but the
    # event carries the offset of the instruction proper.
    everything = [i for i in dis.get_instructions(code) if i.opname != "CACHE"]
    instructions = [i for i in everything if i.opname != "EXTENDED_ARG"]
    depth = depths(code, everything)
    fixed = peek.size(code)
    sites: dict[int, Site] = {}
    after_call = entry = False
    makes: Site | None = None
    for instruction in instructions:
        offset = instruction.offset
        if offset not in depth:
            continue
        site = Site(code, instruction, fixed + depth[offset])
        site.own = constants is not None and _parts(code, instruction)
        if constants is None or site.own or not _constant(instruction, constants):
            site.effect = _effect(site, instruction, code)
            site.goes_on = _goes_on(site) if site.effect is not None else None
            if constants and code.co_name == "__init__" and site.opname == "STORE_ATTR":
                site.effect = _stored_again(site)
            elif (
                code.co_qualname == "PurePath.__init__" and site.opname == "STORE_ATTR"
            ):
                site.effect = _path_again(site)
        if instruction.opname in _NO_STOPS and site.effect is not None:
            site.kind = TOLD
        if instruction.opname == "RESUME":
            # No event of its own: the next instruction stands for it.
            entry = True
            continue
        if instruction.opname == "JUMP_BACKWARD":
            site.kind = JUMP
        elif instruction.opname in CALLS:
            site.kind = CALL
        site.after = after_call
        site.entry, entry = entry, False
        if site.entry and code.co_argcount and code.co_name == "__del__":
            _dies(site)
        if makes is not None and (constants is None or site.effect is not None):
            _gets(site, makes)
        makes = site if site.opname in _MAKING else None
        after_call = site.kind == CALL
        if (
            site.effect is not None
            or site.kind != PLAIN
            or site.after
            or site.entry
            or site.opname in _RETURNS
            and constants is not None
        ):
            if site.effect is None and site.kind == PLAIN:
                site.kind = TOLD
            sites[offset] = site
        if constants is None and site.opname in _RETURNS and site.effect is None:
            site.kind = RETURN
            sites[offset] = site
        if site.kind == JUMP and site.what in sites:
            site.over = sites[site.what].opname == "FOR_ITER"
    for site in sites.values():
        site.edge = site.entry or site.kind == RETURN or site.opname in LEAVING
    if constants is not None and code.co_qualname in _MAKES:
        return _made(sites)
    return {} if constants is not None and code.co_qualname in _QUIET else sites


#: What makes an object of the library before anybody else can see it, of nothing that
#: others can: whoever reads it has first read where it was stored, so its first writes
#: race with none.
_MAKES: Final = frozenset(
    """Thread.__init__ Event.__init__ Condition.__init__ Semaphore.__init__ Future.__init__
    _WorkItem.__init__""".split()
)
#: What runs quietly, or only calls what is recorded by itself.
_QUIET: Final = frozenset(
    """Thread.start Thread._bootstrap Thread._bootstrap_inner Thread._delete Thread._set_ident
    Thread._set_native_id _make_invoke_excepthook""".split()
)


#: Where a thread looks again after an operation that others may follow, within the
#: library: stops, by the function and the instructions there.  Most call what they were
#: given, which may be written in C and has no stops of its own.
_PARTED: Final = {
    "Timer.run": frozenset(("CALL", "CALL_FUNCTION_EX")),
    "_WorkItem.run": frozenset(("CALL_FUNCTION_EX",)),
    "WorkerContext.run": frozenset(("CALL_FUNCTION_EX",)),  # from 3.14 on
    "Future._invoke_callbacks": frozenset(("CALL",)),
    "scheduler.run": frozenset(("CALL_FUNCTION_EX",)),
    "_BaseExitStack._create_cb_wrapper.<locals>._exit_wrapper": frozenset(
        ("CALL_FUNCTION_EX",)
    ),
    "_worker": frozenset(("LOAD_GLOBAL _shutdown", "LOAD_ATTR _shutdown")),
}


def is_parted(code: CodeType) -> bool:
    """Whether `code`, of the library, has stops of its own."""
    return code.co_qualname in _PARTED


def _parts(code: CodeType, instruction: dis.Instruction) -> bool:
    places = _PARTED.get(code.co_qualname, ())
    name = instruction.opname
    return name in places or f"{name} {instruction.argval}" in places


def _stored_again(site: Site) -> Effect | None:
    """That of a STORE_ATTR of what makes an object, which others may know already."""
    stored = site.effect
    if stored is None:
        return None

    def effect(run: Run, task: Thread, frame: FrameType) -> None:
        stored(run, task, frame)
        run.remakes(task, operand(frame, site.depth, 1), site.what)

    return effect


def _dies(site: Site) -> None:
    """`site` begins a `__del__`."""
    begins = site.effect

    def effect(run: Run, task: Thread, frame: FrameType) -> None:
        value = peek.fast(peek.base(frame))
        if type(value) is types.CellType:
            value = value.cell_contents
        if not _has_tidied_up(value):
            run.finalizes(task, identity(value), value)
        if begins is not None:
            begins(run, task, frame)

    if begins is None and site.kind == PLAIN:
        site.kind = TOLD
    site.effect = effect


def _gets(site: Site, call: Site) -> None:
    """At `site` lies on the stack what `call`, before it, has made."""
    begins = site.effect
    below = 1 if call.opname in CALLS else ITERATES_BELOW

    def effect(run: Run, task: Thread, frame: FrameType) -> None:
        if task.expected:
            expected = task.expected.pop(identity(frame), None)
            if expected is not None and expected[0] == call.offset:
                value = operand(frame, site.depth, below)
                if type(value) is expected[1]:
                    run.bears(task, value, expected[2])
        if begins is not None:
            begins(run, task, frame)

    if begins is None and site.kind == PLAIN:
        site.kind = TOLD
    site.effect = effect


def _path_again(site: Site) -> Effect | None:
    """The same of a `Path`: one that was asked for its text keeps that, and is asked
    early here, before the system gets it."""
    stored = site.effect
    if stored is None:
        return None

    def effect(run: Run, task: Thread, frame: FrameType) -> None:
        if hasattr(operand(frame, site.depth, 1), "_str"):
            run.refuse(task, "makes a Path anew that has been used")
        stored(run, task, frame)

    return effect


def _made(sites: dict[int, Site]) -> dict[int, Site]:
    """Only the end: the object and what it holds are named, by their maker."""

    def effect(run: Run, task: Thread, frame: FrameType) -> None:
        made = peek.fast(peek.base(frame))
        held = made.__dict__
        for value in list(held.values()):
            if type(value) not in BARE and type(value) is not types.MethodType:
                run.meet(task, value)
        if run.knows(made):
            # Made anew, or shown around by a subclass before it was ready.
            for name in list(held):
                run.touch(task, made, name, True)
                run.remakes(task, made, name)
        else:
            task.writes += 1
            run.meet(task, made)

    ends = {offset: site for offset, site in sites.items() if site.opname in _RETURNS}
    for site in ends.values():
        site.effect = effect
        site.quiet_alone = False
    return ends


#: Where what a loop iterates over lies: 3.15 keeps an index above it.
ITERATES_BELOW: Final = 2 if sys.version_info >= (3, 15) else 1
_RETURNS: Final = ("RETURN_VALUE", "RETURN_CONST")
CALLS: Final = ("CALL", "CALL_KW", "CALL_FUNCTION_EX")
#: Instructions that leave what they have made on top of the stack.
_MAKING: Final = frozenset((*CALLS, "GET_ITER", "GET_YIELD_FROM_ITER"))
#: Instructions by which C looks at what lies on top of the stack.
_LOOKS: Final = frozenset(
    """GET_ITER GET_YIELD_FROM_ITER TO_BOOL GET_LEN BEFORE_WITH BEFORE_ASYNC_WITH LOAD_SPECIAL
    GET_AITER GET_ANEXT GET_AWAITABLE""".split()
)
#: Instructions of 3.13 to 3.15 that use their own frame's objects alone: variables, the
#: stack, jumps, and what is made here and known to nobody yet.  Whatever is neither
#: here nor in `_effect` is taken to touch everything.
TOUCHES_NOTHING: Final = frozenset(
    """BUILD_CONST_KEY_MAP BUILD_INTERPOLATION BUILD_LIST BUILD_MAP BUILD_SET BUILD_SLICE
    BUILD_STRING BUILD_TEMPLATE BUILD_TUPLE CACHE CALL_INTRINSIC_2
    CHECK_EXC_MATCH CLEANUP_THROW COPY COPY_FREE_VARS DELETE_FAST END_ASYNC_FOR END_FOR END_SEND
    ENTER_EXECUTOR EXIT_INIT_CHECK EXTENDED_ARG IMPORT_NAME INTERPRETER_EXIT
    JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_FORWARD LIST_APPEND LOAD_ASSERTION_ERROR
    LOAD_BUILD_CLASS LOAD_COMMON_CONSTANT LOAD_CONST LOAD_FAST LOAD_FAST_AND_CLEAR
    LOAD_FAST_BORROW LOAD_FAST_BORROW_LOAD_FAST_BORROW LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST
    LOAD_LOCALS LOAD_SMALL_INT MAKE_CELL MAKE_FUNCTION MAP_ADD MATCH_MAPPING MATCH_SEQUENCE
    NOP NOT_TAKEN POP_EXCEPT POP_ITER POP_JUMP_IF_FALSE POP_JUMP_IF_NONE
    POP_JUMP_IF_NOT_NONE POP_JUMP_IF_TRUE POP_TOP PUSH_EXC_INFO PUSH_NULL RAISE_VARARGS RERAISE
    RESERVED RESUME RETURN_CONST RETURN_GENERATOR RETURN_VALUE SET_ADD
    SET_FUNCTION_ATTRIBUTE STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_MAYBE_NULL
    STORE_FAST_STORE_FAST SWAP TRACE_RECORD UNARY_NOT""".split()
)
#: Instructions that others don't come before, though something is told of them.
_NO_STOPS: Final = frozenset(("IS_OP", "PUSH_EXC_INFO"))
#: Instructions that hash what they are given, and may compare it.
_DISPLAYS: Final = frozenset(("BUILD_SET", "BUILD_MAP", "SET_ADD", "MAP_ADD"))


_TEXTS: Final = (str, bytes, bytearray)
_FIXED: Final = frozenset((tuple, frozenset))
_PART: Final = slice(None)
#: What a function or a generator leaves its frame by.
LEAVING: Final = frozenset(("YIELD_VALUE", UNWIND, *_RETURNS))


def _constant(instruction: dis.Instruction, constants: Constants) -> bool:
    name = instruction.opname
    if name == "IS_OP":
        return True  # the library asks that of nothing that it has compiled
    if instruction.argval in constants.learned:
        return False
    if name in ("LOAD_GLOBAL", "LOAD_NAME"):
        return instruction.argval not in constants.globals_
    if name in ("LOAD_ATTR", "STORE_ATTR", "DELETE_ATTR"):
        if name == "STORE_ATTR":
            return instruction.argval in GIVEN
        # Never rebound, but another in each call.
        return instruction.argval not in (*constants.attributes, "f_back")
    return False


def _effect(site: Site, instruction: dis.Instruction, code: CodeType) -> Effect | None:
    name = instruction.opname
    arg = instruction.arg or 0
    depth = site.depth
    value = instruction.argval

    if name == "IS_OP":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            if (
                type(operand(frame, depth, 1))
                is type(operand(frame, depth, 2))
                is _PATTERN
            ):
                run.tells_patterns_apart(task)

        return effect

    if name == "LOAD_GLOBAL":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, False)
            if run.builtins:
                run.touch(task, frame.f_builtins, value, False)

        return effect
    if name == "STORE_GLOBAL":
        names_functions = value == "__name__"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.meet(task, operand(frame, depth, 1))
            run.touch(task, frame.f_globals, value, True)
            if names_functions:
                run.everything(task)

        return effect
    if name == "DELETE_GLOBAL":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, True)

        return effect
    if name in ("LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"):
        module = code.co_name == "<module>"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, False)
            if run.builtins:
                run.touch(task, frame.f_builtins, value, False)
            if frame.f_locals is not frame.f_globals:
                _of_a_body(run, task, frame.f_locals, value, False, module)

        return effect
    if name in ("STORE_NAME", "DELETE_NAME"):
        module = code.co_name == "<module>"
        decides = value in _OF_CLASSES_BY_C

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            if name == "STORE_NAME":
                run.meet(task, operand(frame, depth, 1))
                if value == "__del__":
                    _ends_by(run, task, operand(frame, depth, 1))
                elif decides:
                    _decides(run, task, value, operand(frame, depth, 1))
            if module:
                run.touch(task, frame.f_globals, value, True)
            if frame.f_locals is not frame.f_globals:
                _of_a_body(run, task, frame.f_locals, value, True, module)

        return effect
    if name in ("LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_FROM_DICT_OR_DEREF"):
        write = name in ("STORE_DEREF", "DELETE_DEREF")

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            cell = peek.fast(peek.base(frame) + arg)
            if type(cell) is types.CellType:
                if name == "STORE_DEREF":
                    run.meet(task, operand(frame, depth, 1))
                run.touch(task, cell, 0, write, value)

        return effect
    if name == "LOAD_ATTR":
        takes = value == "__dict__"
        lends = value == "__kwdefaults__"
        of_frames = value in _OF_FRAMES or value == "tb_next"
        leaves = value in _OUTSIDE
        begins = value in _OF_A_START
        usually = not (lends or leaves or begins)

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            owner = operand(frame, depth, 1)
            if usually and _named.get((type(owner), value)) is _USUAL:
                # As `_attribute`, in one piece.
                run.touch(task, owner, value, False)
                if value in run.class_names:
                    run.access(task, ("class", value), False)
                return
            cls = type(owner)
            kind = kind_of(cls)
            # The library takes a module's dict to run code in it, as `exec` records.
            if (
                kind != ATOM or of_frames or cls in _LENDING or _has_more(cls)
            ) and not (takes and kind == MODULE and not site.own):
                _attribute(run, task, owner, value, False)
            if lends:
                _lends_defaults(run, owner)
            if leaves:
                _leaves(run, task, code.co_filename, owner, value)
            if begins and site.own:
                run.runs_threads(owner)

        return effect
    if name in ("STORE_ATTR", "DELETE_ATTR"):
        stores = name == "STORE_ATTR"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            if stores:
                given, owner = operands(frame, depth, 2)
                if type(given) not in BARE:
                    run.meet(task, given)
            else:
                given, owner = NULL, operand(frame, depth, 1)
            if site.own:
                run.rebinds(task, owner, value)
            elif kind_of(type(owner)) == OBJECT and _has(owner, value, given):
                # What is there already stays: as good as a look at it.
                run.touch(task, owner, value, False)
                return
            if _named.get((type(owner), value)) is _USUAL:
                # As `_attribute`, in one piece.
                run.touch(task, owner, value, True)
                if value in run.class_names:
                    run.access(task, ("class", value), False)
                return
            _attribute(run, task, owner, value, True, given)

        return effect
    if name == "LOAD_SUPER_ATTR":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            _, start, owner = operands(frame, depth, 3)
            if value == "__dict__":
                _attribute(run, task, owner, value, False)
            if issubclass(type(start), type):
                _super_attribute(run, task, start, owner, value)

        return effect
    if name == "BINARY_SUBSCR" or (name == "BINARY_OP" and instruction.argrepr == "[]"):

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            owner, key = operands(frame, depth, 2)
            _item(run, task, owner, key, False)

        return effect
    if name == "STORE_SUBSCR":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            value, owner, key = operands(frame, depth, 3)
            run.meet(task, value)
            if type(key) is slice and type(value) not in BARE:
                surface(run, task, value)
            _item(run, task, owner, key, True)

        return effect
    if name == "DELETE_SUBSCR":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            owner, key = operands(frame, depth, 2)
            _item(run, task, owner, key, True)
            if issubclass(type(owner), _SIZED):
                run.resizes(task, owner)

        return effect
    if name == "BINARY_SLICE":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            owner, *ends = operands(frame, depth, 3)
            _item(run, task, owner, _PART, False)
            _keys(run, task, ends)

        return effect
    if name == "STORE_SLICE":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            value = operand(frame, depth, 4)
            if type(value) not in BARE:
                surface(run, task, value)
            owner, *ends = operands(frame, depth, 3)
            _item(run, task, owner, _PART, True)
            _keys(run, task, ends)

        return effect
    if name == "BINARY_OP":
        inplace = "=" in instruction.argrepr
        formats = instruction.argrepr in ("%", "%=")
        of_sets = instruction.argrepr.rstrip("=") in ("|", "&", "-", "^")
        merges = instruction.argrepr == "|="

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            left, right = operands(frame, depth, 2)
            if formats and issubclass(type(left), _TEXTS) and type(right) not in BARE:
                _item(run, task, right, None, False)
            if of_sets:
                _keys(run, task, _held_keys(left))
                _keys(run, task, _held_keys(right))
            if type(left) not in BARE:
                _special(run, task, left, _SLOTS, (right,))
                surface(run, task, left, inplace)
                if inplace and issubclass(type(left), _SIZED):
                    run.resizes(task, left)
            if type(right) not in BARE:
                _special(run, task, right, _SLOTS, (left,))
                deeply = formats and issubclass(type(left), _TEXTS)
                # A dictionary takes apart the pairs that it is given.
                deeply = deeply or (merges and issubclass(type(left), dict))
                (contents if deeply else surface)(run, task, right)

        return effect
    if name == "COMPARE_OP":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            left, right = operands(frame, depth, 2)
            if type(left) not in BARE:
                contents(run, task, left)
            if type(right) not in BARE:
                contents(run, task, right)

        return effect
    if name == "CONTAINS_OP":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            wanted, owner = operands(frame, depth, 2)
            if type(wanted) is str and run.is_namespace(owner):
                run.touch(task, owner, wanted, False)
            else:
                # A display of constants is one itself.
                if type(owner) not in _FIXED or not BARE.issuperset(map(type, owner)):
                    contents(run, task, owner)
                if type(wanted) not in BARE:
                    contents(run, task, wanted)

        return effect
    if name in ("FOR_ITER", "SEND"):
        loops = name == "FOR_ITER"
        below = ITERATES_BELOW if loops else ITERATES_BELOW + 1

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            iterator = operand(frame, depth, below)
            if not loops and type(iterator) in _FRAMES:
                run.waiting[identity(iterator)] = identity(frame)
            if (
                loops
                and sys.getrefcount(iterator) == ONCE
                and kind_of(type(iterator)) == ITERATOR
                and not run.knows(iterator)
            ):
                # Nobody else has it: whatever shares it names it.
                advance(run, task, iterator, alone=True)
            elif loops or type(iterator) is types.GeneratorType:
                surface(run, task, iterator)
            elif kind_of(type(iterator)) != OBJECT:
                surface(run, task, iterator)
            elif _is_python(held_by(type(iterator), "close")):
                # Whoever waits for it closes it when it dies.
                run.hears_of_death(task)

        return effect
    if name == "YIELD_VALUE":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, _generator(run, frame), _CONTENTS, True)

        return effect
    if name in ("RETURN_VALUE", "RETURN_CONST") and code.co_flags & _GOES_ON:

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, _generator(run, frame), _CONTENTS, True)

        return effect
    if name in _RETURNS and code.co_name in _NUMBERS:

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            _warns(run, task)

        return effect
    if (
        name in _RETURNS
        and "__slots__" in code.co_names
        and not (code.co_flags & inspect.CO_OPTIMIZED)
    ):

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            # The body of a class, and C makes that now.
            if issubclass(type(frame.f_locals), dict):
                contents(run, task, dict.get(frame.f_locals, "__slots__"))

        return effect
    if name in _DISPLAYS:
        pairs = "MAP" in name
        adds = "ADD" in name

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            if adds:
                into = operand(frame, depth, arg + 1 + pairs)
                _keys(run, task, [operand(frame, depth, 1 + pairs)], into)
            else:
                given = operands(frame, depth, arg * (1 + pairs))
                _keys(run, task, given[:: 1 + pairs])

        return effect
    if name in _LOOKS:
        iterates = name in ("GET_ITER", "GET_YIELD_FROM_ITER")
        decides = name == "TO_BOOL"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            value = operand(frame, depth, 1)
            cls = type(value)
            if cls in BARE:
                return
            if cls in _PLAIN_CONTAINERS:
                run.touch(task, value, _CONTENTS, False)
                return
            kind = kind_of(cls)
            if decides and kind == OPAQUE:
                _warns(run, task)  # an element of XML does
            if iterates:
                if kind == OBJECT and not run.solo:
                    _expects(run, task, site, frame, held_by(cls, "__iter__"))
                if kind == ITERATOR:
                    return  # it is left as it is
            look(run, task, value)

        return effect
    if name == "WITH_EXCEPT_START":
        # Below the exception: the function, and from 3.14 on what it is bound to.
        below = 5 if peek.TAGGED else 4

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            function, bound = operand(frame, depth, below), operand(frame, depth, 4)
            call(run, task, function, [] if bound in (function, NULL) else [bound])

        return effect
    if name == "CALL_INTRINSIC_1" and instruction.argrepr == "INTRINSIC_IMPORT_STAR":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            _star(run, task, operand(frame, depth, 1), frame.f_locals)

        return effect
    if name == "SETUP_ANNOTATIONS":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            run.touch(task, frame.f_locals, "__annotations__", True)

        return effect
    if name == "MATCH_KEYS":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            subject = operand(frame, depth, 2)
            surface(run, task, subject)
            _keys(run, task, operand(frame, depth, 1), subject)

        return effect
    if name == "MATCH_CLASS":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            subject, cls = operand(frame, depth, 3), operand(frame, depth, 2)
            names = [*operand(frame, depth, 1)]
            if issubclass(type(cls), type):
                given = held_by(cls, "__match_args__", ())
                names += given[:arg] if type(given) is tuple else ()
            for attribute in names:
                _attribute(run, task, subject, attribute, False)

        return effect
    if name == "PUSH_EXC_INFO" and code.co_flags & _GOES_ON:

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            closed = type(operand(frame, depth, 1)) is GeneratorExit
            known = _dying(run, identity(frame), closed)
            if known is not None:
                run.finalizes(task, known[1], known[0])

        return effect
    if name == "CHECK_EG_MATCH":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            group = operand(frame, depth, 2)
            if issubclass(type(group), BaseExceptionGroup):
                _group(run, task, group)

        return effect
    if name == "RAISE_VARARGS":
        if not arg:
            return None

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            error = operand(frame, depth, arg)
            if issubclass(type(error), BaseException) and run.knows(error):
                # Its traceback and context are set.
                run.touch(task, error, _CONTENTS, True)

        return effect
    if name == "IMPORT_FROM":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            owner = operand(frame, depth, 1)
            _attribute(run, task, owner, value, False)
            if value in _OUTSIDE:
                _leaves(run, task, code.co_filename, owner, value)

        return effect
    if name in (
        "UNPACK_SEQUENCE",
        "UNPACK_EX",
        "UNARY_NEGATIVE",
        "UNARY_INVERT",
        "CALL_INTRINSIC_1",
        "LIST_EXTEND",
        "SET_UPDATE",
        "DICT_UPDATE",
        "DICT_MERGE",
    ):
        inverts = name == "UNARY_INVERT"
        hashes = name in ("SET_UPDATE", "DICT_UPDATE")

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            value = operand(frame, depth, 1)
            if type(value) not in BARE:
                surface(run, task, value)
                if hashes and kind_of(type(value)) in _HOLDERS:
                    into = operand(frame, depth, arg + 1)
                    _keys(run, task, _inside(value), into)
            elif inverts and type(value) is bool:
                _warns(run, task)

        return effect
    if name in ("FORMAT_SIMPLE", "CONVERT_VALUE"):

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            contents(run, task, operand(frame, depth, 1))

        return effect
    if name == "FORMAT_WITH_SPEC":

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            value = operand(frame, depth, 2)
            contents(run, task, value)
            if type(value) not in BARE:
                _warns(run, task)

        return effect
    if name in ("CALL", "CALL_KW"):
        count = arg
        depth -= name == "CALL_KW"
        # A finalizer asks whether it is the first to be called, no more.
        asks = not code.co_qualname.startswith("finalize.")
        cells = bool(code.co_freevars or code.co_cellvars) and not (
            _OF_LOCALS.isdisjoint(code.co_names)
        )
        lists = code.co_name == "<module>"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            function = operand(frame, depth, count + 2)
            below = function
            if type(below) is types.MethodType:
                below = below.__func__
            if type(below) is types.FunctionType:
                # In one piece: most instructions of the library that count are these.
                if not run.solo and (
                    below.__code__.co_flags & _GOES_ON
                    or (task.expected and identity(frame) in task.expected)
                ):
                    _expects(run, task, site, frame, below)
                if count or site.own:
                    for value in called(frame, depth, count)[1]:
                        if type(value) not in BARE:
                            run.meet(task, value)
                return
            args = called(frame, depth, count)[1]
            if not run.solo:
                _expects(run, task, site, frame, function)
            if cells and identity(function) in _TAKES_LOCALS:
                _cells(run, task, frame)
            if lists and function is dir and not args:
                run.touch(task, frame.f_locals, _CONTENTS, False)
            if site.own:
                if asks and type(function) is weakref.ReferenceType:
                    run.asks_for_life(task)
                if _mourns(function, args):
                    run.hears_of_death(task, code.co_filename)
                if identity(function) in _REBINDING and len(args) > 1:
                    run.rebinds(task, args[0], args[1])
            call(run, task, function, args)

        return effect
    if name == "CALL_FUNCTION_EX":
        has_keywords = peek.TAGGED or bool(arg & 1)
        lists = code.co_name == "<module>"

        def effect(run: Run, task: Thread, frame: FrameType) -> None:
            top = peek.base(frame) + depth
            keyword_values = peek.fast(top - 1) if has_keywords else NULL
            positional = peek.fast(top - 1 - has_keywords)
            function = peek.fast(top - 3 - has_keywords)
            if not run.solo:
                _expects(run, task, site, frame, function)
            args = []
            if type(positional) is tuple:
                if keyword_values is NULL and (
                    type(function) is types.MethodType
                    and type(function.__func__) is types.FunctionType
                ):
                    # As `call`, in one piece: so the library hands on.
                    for value in positional:
                        if type(value) not in BARE:
                            run.meet(task, value)
                    return
                args = list(positional)
            else:
                surface(run, task, positional)
                if kind_of(type(positional)) in (CONTAINER, TUPLE):
                    args = _inside(positional)
                elif not _is_python(function):
                    run.everything(task)
            if type(keyword_values) is dict:
                args.extend(keyword_values.values())
            if lists and function is dir and not args:
                run.touch(task, frame.f_locals, _CONTENTS, False)
            call(run, task, function, args)

        return effect
    if name in TOUCHES_NOTHING:
        return None

    def unknown(run: Run, task: Thread, frame: FrameType) -> None:
        run.everything(task)

    return unknown


def _of_a_body(
    run: Run, task: Thread, scope: Any, name: str, write: bool, module: bool
) -> None:
    """A name among what `exec` was given, or in a class: a metaclass may prepare that."""
    if module and issubclass(type(scope), dict):
        run.touch(task, scope, name, write)
    elif module or run.knows(scope):
        _item(run, task, scope, name, write)


def _cells(run: Run, task: Thread, frame: FrameType) -> None:
    """All variables of `frame` are looked at, those that functions share among them."""
    first = peek.base(frame)
    for at in range(first, first + peek.size(frame.f_code)):
        cell = peek.fast(at)
        if type(cell) is types.CellType:
            run.touch(task, cell, 0, False)


def _star(run: Run, task: Thread, module: Any, into: Any) -> None:
    """`from module import *` takes the names of `module` into the dict `into`."""
    if kind_of(type(module)) != MODULE or type(into) is not dict:
        run.everything(task)
        return
    names: Any = namespace_of(module).get("__all__")
    if type(names) in (list, tuple) and all(type(name) is str for name in names):
        run.touch(task, namespace_of(module), "__all__", False)
        surface(run, task, names)
        for name in names:
            run.touch(task, namespace_of(module), name, False)
            run.touch(task, into, name, True)
    else:
        run.by_object(task, module)
        for name in list(namespace_of(module)):
            if type(name) is str and name[:1] != "_":
                run.touch(task, into, name, True)


def _goes_on(site: Site) -> Goes | None:
    """Tells whether what `site` is about to call returns into C that still acts.

    Then its effect counts again.  A function of Python's called by name, a
    property or a special method returns to the program itself.
    """
    name, depth = site.opname, site.depth
    if name in _LEAVES_TO_PYTHON:
        return None
    if name in ("BINARY_SUBSCR", "STORE_SUBSCR", "DELETE_SUBSCR"):

        def goes_on(frame: FrameType) -> bool:
            owner = type(operand(frame, depth, 2))
            if owner is list:
                return type(operand(frame, depth, 1)) is not int
            return kind_of(owner) == CONTAINER

        return goes_on
    if name == "FOR_ITER":
        return lambda frame: (
            type(operand(frame, depth, ITERATES_BELOW)) not in _STRAIGHT_ITERATORS
        )
    if name == "CALL_FUNCTION_EX":
        below = 3 + (peek.TAGGED or site.argument & 1)

        def iterates(frame: FrameType) -> bool:
            # What is not a tuple yet is made one before the call.
            positional = operand(frame, depth, below - 2)
            return type(positional) is not tuple or not _is_python(
                operand(frame, depth, below)
            )

        return iterates
    if name in ("CALL", "CALL_KW"):
        below = site.argument + 2 + (name == "CALL_KW")
    else:
        return lambda frame: True
    return lambda frame: not _is_python(operand(frame, depth, below))


def _is_python(function: Any) -> bool:
    cls = type(function)
    if cls is types.FunctionType:
        return True
    if cls is types.MethodType:
        return _is_python(function.__func__)
    if issubclass(type(function), functools.partial):
        return _is_python(function_of(function))
    if issubclass(type(function), type):
        return not written_in_c(function)
    return kind_of(cls) in (OBJECT, OWN)


_LEAVES_TO_PYTHON: Final = frozenset(
    """LOAD_GLOBAL STORE_GLOBAL LOAD_NAME STORE_NAME LOAD_DEREF STORE_DEREF LOAD_ATTR STORE_ATTR
    DELETE_ATTR LOAD_SUPER_ATTR SEND YIELD_VALUE RETURN_VALUE RETURN_CONST TO_BOOL
    GET_ITER""".split()
)


#: Containers of C of which an item is read, or set to another, and nothing else happens.
_INDEXED: Final = frozenset((list, dict, deque))


def _item(run: Run, task: Thread, owner: Any, key: Any, write: bool) -> None:
    if type(key) not in BARE:
        _keys(run, task, (key,), owner)
    cls = type(owner)
    if cls in _INDEXED and not (type(key) is str and run.is_namespace(owner)):
        # In one piece: so are most.
        run.touch(task, owner, _CONTENTS, write)
        return
    kind = kind_of(cls)
    if kind == CONTAINER or kind == OBJECT:
        _special(run, task, owner, _SETS_ITEM if write else _GETS_ITEM, (key,))
    if kind == OBJECT:
        return
    if kind == CONTAINER:
        if type(key) is str and run.is_namespace(owner):
            run.touch(task, owner, key, write)
        else:
            # Looking for a key that is missing may put it there.
            write = write or held_by(type(owner), "__missing__") is not None
            run.touch(task, owner, _CONTENTS, write)
            if write and type(key) is not int and issubclass(type(owner), _SIZED):
                run.resizes(task, owner)
            if issubclass(type(owner), defaultdict):
                contents(run, task, owner.default_factory)
    elif kind != TIMED or type(key) is not int or not 0 <= key < _TIMES:
        surface(run, task, owner, write)
        if type(key) is slice and type(owner) in _BUFFERS:
            _shows(run, task, owner)
