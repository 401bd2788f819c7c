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

import collections
import dis
import functools
import gc
import types
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Final

from scheduler import peek
from scheduler.peek import NULL, operand

if TYPE_CHECKING:
    from scheduler.run import Run, Task

__all__ = ["CALL", "JUMP", "PLAIN", "Site", "contents", "table"]

Effect = Callable[["Run", "Task", FrameType], None]
Goes = Callable[[FrameType], bool]

#: Kinds of site.  `PLAIN` and `CALL` are stops at opcode granularity, `RETURN`
#: where it leads back into C.
PLAIN, CALL, JUMP, AFTER, RETURN = range(5)

_NAMING: Final = frozenset(
    "STORE_NAME STORE_GLOBAL STORE_ATTR STORE_DEREF STORE_SUBSCR CALL CALL_KW CALL_FUNCTION_EX "
    "DELETE_NAME DELETE_GLOBAL DELETE_ATTR DELETE_DEREF DELETE_SUBSCR FOR_ITER SEND STORE_SLICE "
    "BINARY_OP YIELD_VALUE".split()
)

_numbers = 0


class Site:
    """One instruction of a code object: where it stands and what it does."""

    __slots__ = (
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
        #: A jump back to where an iterator is moved on.
        self.over = False
        #: Nothing to record while no second thread was ever started.
        self.quiet_alone = instruction.opname not in _NAMING
        self.effect: Effect | None = None
        #: Whether what it does in C may go on after a call back into Python.
        self.goes_on: Goes | None = None
        where = instruction.positions
        self.line = (where and where.lineno) or code.co_firstlineno
        self.end_line = (where and where.end_lineno) or self.line
        self.column = (where and where.col_offset) or 0
        self.end_column = (where and where.end_col_offset) or 0


def line_site(code: CodeType, line: int) -> Site:
    """A site for a whole line, for stops at line granularity."""
    first = next(dis.get_instructions(code))
    site = Site(code, first, 0)
    site.line = site.end_line = line
    site.column = site.end_column = 0
    site.opname = "LINE"
    return site


# ---------------------------------------------------------------- values

_ATOMS: Final = (
    int, float, complex, bool, str, bytes, type(None), range, slice, type(...),
    type(NotImplemented), CodeType, types.BuiltinFunctionType, types.FunctionType,
    types.MethodType, types.GenericAlias, property, staticmethod, classmethod,
    types.WrapperDescriptorType, types.MethodDescriptorType, types.MethodWrapperType,
    types.ClassMethodDescriptorType, types.GetSetDescriptorType, types.MemberDescriptorType,
    types.TracebackType, FrameType,
)  # fmt: skip

_CONTAINERS: Final = (
    list,
    dict,
    set,
    bytearray,
    collections.deque,
)
#: Of these nothing is ever recorded, whatever is done with them.
BARE: Final = frozenset((int, float, bool, str, bytes, type(None)))
#: What has no contents of its own: another object's are seen through it.
_VIEWS: Final[tuple[type, ...]] = (
    type({}.keys()),
    type({}.values()),
    type({}.items()),
    types.MappingProxyType,
    memoryview,
)
_CONTENTS: Final = 0

#: kinds of type, as far as recording goes
_ATOM, _OBJECT, _CONTAINER, _MODULE, _CLASS, _ITERATOR, _OPAQUE, _OWN, _TUPLE, _VIEW = (
    range(10)
)

_OWN_MODULES: Final = ("scheduler.primitives", "scheduler.world")
_pure_c: Final = {"re.Pattern", "re.Match", "datetime.datetime", "datetime.timedelta"}

_kinds: dict[type, int] = {}


def forget() -> None:
    """Let go of the types that worlds have made."""
    _kinds.clear()


def kind_of(cls: type) -> int:
    """What is recorded of instances of `cls`; cached."""
    try:
        return _kinds[cls]
    except KeyError:
        pass
    if cls in (tuple, frozenset) or issubclass(cls, (tuple, frozenset)):
        kind = _TUPLE
    elif issubclass(cls, _ATOMS) and cls in _ATOMS:
        kind = _ATOM
    elif issubclass(cls, types.ModuleType):
        kind = _MODULE
    elif issubclass(cls, type):
        kind = _CLASS
    elif issubclass(cls, _CONTAINERS):
        kind = _CONTAINER
    elif issubclass(cls, _VIEWS):
        kind = _VIEW
    elif any(base.__module__ in _OWN_MODULES for base in cls.__mro__):
        kind = _OWN
    elif cls.__flags__ & (1 << 9):  # a class made by a class statement
        kind = _OBJECT
    elif issubclass(cls, BaseException):
        kind = _OBJECT
    elif issubclass(cls, Iterator):
        kind = _ITERATOR
    elif cls.__module__ in ("_contextvars", "types", "_thread", "_weakref", "weakref"):
        kind = _OBJECT if cls is types.SimpleNamespace else _ATOM
    elif f"{cls.__module__}.{cls.__qualname__}" in _pure_c or issubclass(
        cls, (str, bytes, int, float, BaseException)
    ):
        kind = _ATOM
    elif cls.__name__ in ("cell", "weakref", "ReferenceType"):
        kind = _ATOM
    else:
        kind = _OPAQUE
    _kinds[cls] = kind
    return kind


def contents(
    run: Run, task: Task, value: Any, write: bool = False, left: int = 64
) -> None:
    """Record an access to everything inside `value`, nested containers too."""
    kind = kind_of(type(value))
    if kind == _CONTAINER:
        run.touch(task, value, _CONTENTS, write)
        if left > 0 and len(value) <= 64:
            inner = value.items() if isinstance(value, dict) else value
            for item in list(inner):
                if type(item) not in _ATOMS:
                    contents(run, task, item, False, left // 2)
    elif kind == _TUPLE:
        if left > 0:
            for item in value:
                if type(item) not in _ATOMS:
                    contents(run, task, item, False, left // 2)
    elif kind == _ITERATOR:
        advance(run, task, value)
    elif kind == _VIEW:
        for seen in _seen_by(value):
            contents(run, task, seen, write, left)
    elif kind == _OPAQUE:
        run.touch(task, value, _CONTENTS, write)


def _seen_by(view: Any) -> list[Any]:
    """What is seen through `view`."""
    if isinstance(view, memoryview):
        try:
            return [view.obj]
        except ValueError:  # it was released
            return []
    return gc.get_referents(view)


def surface(run: Run, task: Task, value: Any, write: bool = False) -> None:
    """Record an access to a container itself, not to what it holds."""
    kind = kind_of(type(value))
    if kind == _CONTAINER or kind == _OPAQUE:
        run.touch(task, value, _CONTENTS, write)
    elif kind == _ITERATOR:
        advance(run, task, value)
    elif kind == _VIEW:
        for seen in _seen_by(value):
            surface(run, task, seen, write)


_PRIVATE_ITERATORS: Final = {
    type(iter(range(0))), type(iter(())), type(iter("")), type(iter(b"")), type(iter("é")),
}  # fmt: skip
#: Moving these on never comes back into C: they are Python, or only C.
_STRAIGHT_ITERATORS: Final = {
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    *_PRIVATE_ITERATORS,
    type(iter([])),
    type(reversed([])),
    type(iter({})),
    type(iter({}.values())),
    type(iter({}.items())),
    type(iter(set())),
}


def advance(run: Run, task: Task, iterator: Any, depth: int = 3) -> None:
    """Record that `iterator` moves and that what it iterates over is read."""
    if isinstance(iterator, types.GeneratorType):
        run.touch(task, iterator.gi_frame or iterator, _CONTENTS, True)
        return
    run.touch(task, iterator, _CONTENTS, True)
    if type(iterator) in _PRIVATE_ITERATORS or depth == 0:
        return
    for inner in gc.get_referents(iterator):
        kind = kind_of(type(inner))
        if kind == _CONTAINER or kind == _OPAQUE:
            run.touch(task, inner, _CONTENTS, False)
        elif kind == _ITERATOR:
            advance(run, task, inner, depth - 1)


def moves(site: Site, frame: FrameType) -> bool:
    """Whether the loop that jumps back at `site` moves an iterator on: it writes."""
    return site.over and kind_of(type(operand(frame, site.depth, 1))) in (
        _ITERATOR,
        _OPAQUE,
    )


# ----------------------------------------------------------------- calls

_READERS: Final = frozenset(
    """get keys values items copy index count isdisjoint issubset issuperset union intersection
    difference symmetric_difference __len__ __contains__ __getitem__ __iter__ __repr__ __str__
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __reversed__ __format__ __sizeof__ __length_hint__
    __hash__ __bool__ __reduce__ __reduce_ex__ getvalue hex decode find startswith endswith
    split strip""".split()
)
_DEEP_READERS: Final = frozenset(
    "__repr__ __str__ __eq__ __ne__ __format__ __lt__ __gt__ index count".split()
)

_PURE: Final = frozenset(
    """abs all any ascii bin bool bytes callable chr complex dict divmod enumerate filter float
    format frozenset hasattr hash hex id int isinstance issubclass iter len list map max min oct
    ord pow print range repr reversed round set slice sorted str sum super tuple type zip
    is_ deepcopy copy fsum prod comb dist hypot getsizeof getrefcount""".split()
)
_DEEP: Final = frozenset(
    "repr str ascii format print max min sorted sum hash bytes".split()
)


def _call(run: Run, task: Task, function: Any, args: list[Any]) -> None:
    cls = type(function)
    if cls is types.FunctionType or cls is types.MethodType:
        for value in args:
            run.meet(task, value)
        return
    if cls is types.BuiltinFunctionType:
        owner = function.__self__
        if owner is None or type(owner) is types.ModuleType:
            _builtin(run, task, function.__name__, args)
        else:
            _method(run, task, function.__name__, owner, args)
    elif cls is types.MethodDescriptorType or cls is types.WrapperDescriptorType:
        if args:
            _method(run, task, function.__name__, args[0], args[1:])
    elif cls is types.MethodWrapperType:
        _method(run, task, function.__name__, function.__self__, args)
    elif isinstance(function, type):
        if kind_of(function) == _OBJECT or kind_of(function) == _OWN:
            for value in args:
                run.meet(task, value)
        elif function in (
            list,
            dict,
            set,
            frozenset,
            tuple,
            bytes,
            str,
            bytearray,
            collections.deque,
        ):
            for value in args:
                (contents if function is str else surface)(run, task, value)
        else:
            for value in args:
                run.meet(task, value)
                if function not in (zip, map, filter, enumerate, reversed):
                    surface(run, task, value)
    elif cls is functools.partial:
        _call(run, task, function.func, [*function.args, *args])
    elif kind_of(cls) in (_OPAQUE, _ITERATOR):
        run.touch(task, function, _CONTENTS, True)
        for value in args:
            surface(run, task, value, True)


def _method(run: Run, task: Task, name: str, owner: Any, args: list[Any]) -> None:
    kind = kind_of(type(owner))
    if name in ("__setattr__", "__delattr__") and args:
        run.touch(task, owner, args[0], True)
        return
    if name == "__getattribute__" and args:
        run.touch(task, owner, args[0], False)
        return
    if kind == _ATOM or kind == _TUPLE or kind == _OWN or kind == _MODULE:
        if name not in ("append", "format"):
            for value in args:
                contents(run, task, value)
        return
    if kind == _CONTAINER:
        if name in (
            "__getitem__",
            "get",
            "__setitem__",
            "setdefault",
            "pop",
        ) and run.is_namespace(owner):
            run.touch(
                task, owner, args[0], name in ("__setitem__", "setdefault", "pop")
            )
            return
        run.touch(task, owner, _CONTENTS, name not in _READERS)
        if name in _DEEP_READERS:
            contents(run, task, owner)
        for value in args:
            run.meet(task, value)
            if name in (
                "extend",
                "update",
                "union",
                "__ior__",
                "__iadd__",
                "join",
                "__eq__",
            ):
                surface(run, task, value)
    elif kind == _ITERATOR:
        advance(run, task, owner)
    elif kind == _VIEW:
        (contents if name in _DEEP_READERS else surface)(run, task, owner)
        for value in args:
            surface(run, task, value)
    elif kind == _OPAQUE:
        run.touch(task, owner, _CONTENTS, name not in _READERS)
        for value in args:
            surface(run, task, value)
    elif kind == _OBJECT:
        # A method that a class inherits from C: of a container it was
        # handled above; of anything else it may do what it likes.
        run.touch(task, owner, _CONTENTS, name not in _READERS)


def _builtin(run: Run, task: Task, name: str, args: list[Any]) -> None:
    if name == "next":
        if args:
            advance(run, task, args[0])
    elif name in ("getattr", "hasattr", "setattr", "delattr"):
        if len(args) > 1:
            _attribute(run, task, args[0], args[1], name in ("setattr", "delattr"))
    elif name == "vars":
        if args:
            run.by_object(task, args[0])
    elif name in _PURE:
        deep = name in _DEEP
        for value in args:
            (contents if deep else surface)(run, task, value)
    elif name not in ("globals", "locals", "__build_class__", "exec", "eval", "iter"):
        for value in args:
            surface(run, task, value, True)


# ------------------------------------------------------------ attributes


def _attribute(run: Run, task: Task, owner: Any, name: Any, write: bool) -> None:
    kind = kind_of(type(owner))
    if kind == _OBJECT or (kind == _CONTAINER and type(owner) not in _CONTAINERS):
        if name == "__dict__":
            run.by_object(task, owner)
            return
        run.touch(task, owner, name, write)
        if name in run.class_names:
            run.access(task, ("class", name), False)
    elif kind == _MODULE:
        run.touch(task, owner.__dict__, name, write)
    elif kind == _CLASS:
        if write:
            run.class_write(task, name)
        elif name in run.class_names:
            run.access(task, ("class", name), False)
    elif kind == _OPAQUE and write:
        run.touch(task, owner, name, True)
    elif write and isinstance(owner, types.FunctionType):
        run.touch(task, owner, name, True)
    elif isinstance(owner, types.FunctionType):
        if not name.startswith("__"):
            run.touch(task, owner, name, False)
    elif kind == _OPAQUE:
        run.touch(task, owner, name, False)


# ----------------------------------------------------------------- sites

_BRANCHES: Final = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)
_SEPARATE: Final = frozenset(
    "RETURN_VALUE RETURN_CONST RAISE_VARARGS RERAISE JUMP_FORWARD JUMP_BACKWARD "
    "JUMP_BACKWARD_NO_INTERRUPT INTERPRETER_EXIT".split()
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


class Constants:
    """What a module of the standard library never rebinds once it is set.

    `globals_` and `attributes` are the names that its functions do rebind:
    globals by a `global` statement, attributes outside of `__init__`.
    Loads of any other name need no record.
    """

    def __init__(self, code: CodeType) -> None:
        self.globals_: set[str] = set()
        self.attributes: set[str] = set()
        self._scan(code)
        # Only the thread itself and its maker ever see these.
        self.attributes -= {"_target", "_args", "_kwargs"}

    def _scan(self, code: CodeType) -> None:
        fork = code.co_name.startswith(("_at_fork", "_after_fork"))
        for instruction in dis.get_instructions(code):
            if instruction.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
                self.globals_.add(instruction.argval)
            elif instruction.opname in ("STORE_ATTR", "DELETE_ATTR"):
                if code.co_name != "__init__" and not fork:
                    self.attributes.add(instruction.argval)
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                self._scan(constant)


def table(code: CodeType, constants: Constants | None = None) -> dict[int, Site]:
    """The sites of `code`, by offset of the instruction.

    `constants` is given for the private modules of the standard library.
    """
    instructions = [
        i
        for i in dis.get_instructions(code)
        if i.opname not in ("CACHE", "EXTENDED_ARG")
    ]
    # An instruction with an EXTENDED_ARG is entered at that prefix, but the
    # event carries the offset of the instruction proper.
    everything = [i for i in dis.get_instructions(code) if i.opname != "CACHE"]
    depth = depths(code, everything)
    fixed = peek.size(code)
    sites: dict[int, Site] = {}
    after_call = entry = False
    for instruction in instructions:
        offset = instruction.offset
        if offset not in depth:
            continue
        site = Site(code, instruction, fixed + depth[offset])
        if constants is None or not _constant(instruction, constants):
            site.effect = _effect(site, instruction, code)
            site.goes_on = _goes_on(site) if site.effect is not None else None
        if instruction.opname == "RESUME":
            # No event of its own: the next instruction stands for it.
            entry = True
            continue
        if instruction.opname == "JUMP_BACKWARD":
            site.kind = JUMP
        elif instruction.opname in ("CALL", "CALL_KW", "CALL_FUNCTION_EX"):
            site.kind = CALL
        site.after = after_call
        site.entry, entry = entry, False
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
                site.kind = AFTER
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


#: What makes an object of `threading` before anybody else can see it: whoever
#: reads it has first read where it was stored, so its first writes race with none.
_MAKES: Final = frozenset(
    ("Thread.__init__", "Event.__init__", "Condition.__init__", "Semaphore.__init__")
)
#: What runs quietly, or only calls what is recorded by itself.
_QUIET: Final = frozenset(
    """Thread.start Thread._bootstrap Thread._bootstrap_inner Thread._delete Thread._set_ident
    Thread._set_native_id _make_invoke_excepthook""".split()
)


def _made(sites: dict[int, Site]) -> dict[int, Site]:
    """Only the end: the object and what it holds are named, by their maker."""

    def effect(run: Run, task: Task, frame: FrameType) -> None:
        made = peek.fast(peek.base(frame))
        attributes = list(made.__dict__.items())
        for _, value in attributes:
            run.meet(task, value)
        if run.knows(made):
            # Made anew, or shown around by a subclass before it was ready.
            for name, _ in attributes:
                run.touch(task, made, name, True)
        else:
            task.writes += 1
            run.meet(task, made)

    ends = {offset: site for offset, site in sites.items() if site.opname in _RETURNS}
    for site in ends.values():
        site.effect = effect
        site.quiet_alone = False
    return ends


_RETURNS: Final = ("RETURN_VALUE", "RETURN_CONST")
#: What a function or a generator leaves its frame by.
LEAVING: Final = frozenset(("YIELD_VALUE", *_RETURNS))


def _constant(instruction: dis.Instruction, constants: Constants) -> bool:
    name = instruction.opname
    if name in ("LOAD_GLOBAL", "LOAD_NAME"):
        return instruction.argval not in constants.globals_
    if name in ("LOAD_ATTR", "STORE_ATTR", "DELETE_ATTR"):
        if name == "STORE_ATTR":
            return instruction.argval in ("_target", "_args", "_kwargs")
        return instruction.argval not in constants.attributes
    return False


def _effect(site: Site, instruction: dis.Instruction, code: CodeType) -> Effect | None:
    name = instruction.opname
    arg = instruction.arg or 0
    depth = site.depth
    value = instruction.argval

    if name == "LOAD_GLOBAL":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, False)

        return effect
    if name == "STORE_GLOBAL":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.meet(task, operand(frame, depth, 1))
            run.touch(task, frame.f_globals, value, True)

        return effect
    if name == "DELETE_GLOBAL":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, True)

        return effect
    if name in ("LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"):

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.touch(task, frame.f_globals, value, False)

        return effect
    if name in ("STORE_NAME", "DELETE_NAME"):
        module = code.co_name == "<module>"

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            if name == "STORE_NAME":
                run.meet(task, operand(frame, depth, 1))
            if module:
                run.touch(task, frame.f_globals, value, True)

        return effect
    if name in ("LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_FROM_DICT_OR_DEREF"):
        write = name in ("STORE_DEREF", "DELETE_DEREF")

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            cell = peek.fast(peek.base(frame) + arg)
            if type(cell) is types.CellType:
                if name == "STORE_DEREF":
                    run.meet(task, operand(frame, depth, 1))
                run.touch(task, cell, 0, write, value)

        return effect
    if name == "LOAD_ATTR":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            owner = operand(frame, depth, 1)
            if kind_of(type(owner)) != _ATOM:
                _attribute(run, task, owner, value, False)

        return effect
    if name in ("STORE_ATTR", "DELETE_ATTR"):

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            if name == "STORE_ATTR":
                run.meet(task, operand(frame, depth, 2))
            _attribute(run, task, operand(frame, depth, 1), value, True)

        return effect
    if name == "LOAD_SUPER_ATTR":
        return None
    if name == "BINARY_SUBSCR" or (name == "BINARY_OP" and instruction.argrepr == "[]"):

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            _item(run, task, operand(frame, depth, 2), operand(frame, depth, 1), False)

        return effect
    if name == "STORE_SUBSCR":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.meet(task, operand(frame, depth, 3))
            _item(run, task, operand(frame, depth, 2), operand(frame, depth, 1), True)

        return effect
    if name == "DELETE_SUBSCR":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            _item(run, task, operand(frame, depth, 2), operand(frame, depth, 1), True)

        return effect
    if name in ("BINARY_SLICE", "STORE_SLICE"):
        below = 3
        write = name == "STORE_SLICE"

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            surface(run, task, operand(frame, depth, below), write)

        return effect
    if name == "BINARY_OP":
        inplace = "=" in instruction.argrepr

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            left, right = operand(frame, depth, 2), operand(frame, depth, 1)
            if type(left) not in BARE:
                surface(run, task, left, inplace)
            if type(right) not in BARE:
                surface(run, task, right)

        return effect
    if name == "COMPARE_OP":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            left, right = operand(frame, depth, 2), operand(frame, depth, 1)
            if type(left) not in BARE:
                contents(run, task, left)
            if type(right) not in BARE:
                contents(run, task, right)

        return effect
    if name == "CONTAINS_OP":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            owner = operand(frame, depth, 1)
            if run.is_namespace(owner):
                run.touch(task, owner, operand(frame, depth, 2), False)
            else:
                contents(run, task, owner)

        return effect
    if name in ("FOR_ITER", "SEND"):
        below = 1 if name == "FOR_ITER" else 2

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            iterator = operand(frame, depth, below)
            if kind_of(type(iterator)) in (_ITERATOR, _OPAQUE):
                advance(run, task, iterator)
            elif below == 1 and kind_of(type(iterator)) == _CONTAINER:
                surface(run, task, iterator)

        return effect
    if name == "YIELD_VALUE":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.touch(task, frame, _CONTENTS, True)

        return effect
    if name in ("RETURN_VALUE", "RETURN_CONST") and code.co_flags & 0x20:

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            run.touch(task, frame, _CONTENTS, True)

        return effect
    if name in (
        "GET_ITER",
        "TO_BOOL",
        "GET_LEN",
        "UNPACK_SEQUENCE",
        "UNPACK_EX",
        "MATCH_KEYS",
        "LIST_EXTEND",
        "SET_UPDATE",
        "DICT_UPDATE",
        "DICT_MERGE",
    ):

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            value = operand(frame, depth, 1)
            if type(value) not in BARE:
                surface(run, task, value)

        return effect
    if name in ("FORMAT_SIMPLE", "CONVERT_VALUE"):

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            contents(run, task, operand(frame, depth, 1))

        return effect
    if name == "FORMAT_WITH_SPEC":

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            contents(run, task, operand(frame, depth, 2))

        return effect
    if name in ("CALL", "CALL_KW"):
        keywords = name == "CALL_KW"
        count = arg

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            top = peek.base(frame) + depth - keywords
            function = peek.fast(top - count - 2)
            own = peek.fast(top - count - 1)
            args = [peek.fast(top - at) for at in range(count, 0, -1)]
            if own is not NULL:
                args.insert(0, own)
            _call(run, task, function, args)

        return effect
    if name == "CALL_FUNCTION_EX":
        has_keywords = peek.TAGGED or bool(arg & 1)

        def effect(run: Run, task: Task, frame: FrameType) -> None:
            top = peek.base(frame) + depth
            keyword_values = peek.fast(top - 1) if has_keywords else NULL
            positional = peek.fast(top - 1 - has_keywords)
            function = peek.fast(top - 3 - has_keywords)
            args = list(positional) if type(positional) in (tuple, list) else []
            if type(keyword_values) is dict:
                args.extend(keyword_values.values())
            _call(run, task, function, args)

        return effect
    return None


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
            return kind_of(owner) == _CONTAINER

        return goes_on
    if name == "FOR_ITER":
        return lambda frame: type(operand(frame, depth, 1)) not in _STRAIGHT_ITERATORS
    if name == "CALL_FUNCTION_EX":
        below = 3 + (peek.TAGGED or site.argument & 1)
    elif name in ("CALL", "CALL_KW"):
        below = site.argument + 2 + (name == "CALL_KW")
    else:
        return lambda frame: True
    return lambda frame: not _is_python(operand(frame, depth, below))


def _is_python(function: Any) -> bool:
    cls = type(function)
    if cls is types.FunctionType or cls is types.MethodType:
        return True
    if isinstance(function, functools.partial):
        return _is_python(function.func)
    if isinstance(function, type):
        return kind_of(function) in (_OBJECT, _OWN)
    return kind_of(cls) in (_OBJECT, _OWN)


_LEAVES_TO_PYTHON: Final = frozenset(
    """LOAD_GLOBAL STORE_GLOBAL LOAD_NAME STORE_NAME LOAD_DEREF STORE_DEREF LOAD_ATTR STORE_ATTR
    DELETE_ATTR LOAD_SUPER_ATTR SEND YIELD_VALUE RETURN_VALUE RETURN_CONST TO_BOOL
    GET_ITER""".split()
)


def _item(run: Run, task: Task, owner: Any, key: Any, write: bool) -> None:
    if kind_of(type(owner)) == _CONTAINER:
        if type(key) is str and run.is_namespace(owner):
            run.touch(task, owner, key, write)
        else:
            # Looking for a key that is missing may put it there.
            write = write or hasattr(type(owner), "__missing__")
            run.touch(task, owner, _CONTENTS, write)
    else:
        surface(run, task, owner, write)
