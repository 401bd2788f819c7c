"""What each method of each type of C touches, against what plain Python shows.

A method is tried on objects that differ in one thing: what they hold, what something
that they hold holds, what an argument holds.  Where the result differs, the call has to
read that; where the object or the argument is another one afterwards, to write it.
"""

from __future__ import annotations

import array
import collections
import contextlib
import contextvars
import copy
import decimal
import functools
import hashlib
import io
import itertools
import operator
import random
import types
import weakref
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from scheduler.bytecode import effects
from scheduler.model.identity import identity
from tests.scheduler.below.toy import Desk


class Listed(list[Any]):
    """A class of Python, with a method of C."""


def context(n: int) -> contextvars.Context:
    made = contextvars.Context()
    made.run(VARIABLE.set, n)
    return made


def exception(n: Any) -> ValueError:
    return ValueError(n, 5)


VARIABLE: contextvars.ContextVar[int] = contextvars.ContextVar("VARIABLE")

#: By type: makes an object that holds a number and a list, and what shows its state.
MAKE: dict[str, tuple[Callable[[int, list[int]], Any], Callable[[Any], str]]] = {
    "list": (lambda n, inner: [n, inner], repr),
    "list of numbers": (lambda n, inner: [n, 3, 2], repr),
    "list of texts": (lambda n, inner: [str(n), "b"], repr),
    "dict": (lambda n, inner: {n: inner, "k": n}, repr),
    "set": (lambda n, inner: {n, 3}, repr),
    "frozenset": (lambda n, inner: frozenset((n, 3)), repr),
    "tuple": (lambda n, inner: (n, inner), repr),
    "bytearray": (lambda n, inner: bytearray(b"ab%d" % n), repr),
    "bytearray of a number": (lambda n, inner: bytearray(b"%d" % n), repr),
    "deque": (lambda n, inner: collections.deque([n, inner]), repr),
    "deque of numbers": (lambda n, inner: collections.deque([n, 3, 2]), repr),
    "defaultdict": (lambda n, inner: collections.defaultdict(list, {n: inner, 9: []}), repr),
    "OrderedDict": (lambda n, inner: collections.OrderedDict({n: inner, 9: 1}), repr),
    "array": (lambda n, inner: array.array("i", [n, 3]), repr),
    "keys": (lambda n, inner: {n: inner, 3: 1}.keys(), repr),
    "items": (lambda n, inner: {n: inner, 3: 1}.items(), repr),
    "values": (lambda n, inner: {n: inner, 3: 1}.values(), repr),
    "mapping proxy": (lambda n, inner: types.MappingProxyType({n: inner, 3: 1}), repr),
    "memoryview": (lambda n, inner: memoryview(bytearray(b"a%d" % n)), lambda x: repr(bytes(x))),
    "StringIO": (lambda n, inner: io.StringIO(f"{n}a\nb"), lambda x: f"{x.getvalue()!r} {x.tell()}"),
    "BytesIO": (lambda n, inner: io.BytesIO(b"%da\nb" % n), lambda x: f"{x.getvalue()!r} {x.tell()}"),
    "iterator of a list": (lambda n, inner: iter([n, inner]), lambda x: repr(x.__reduce__())),
    "enumerate": (lambda n, inner: enumerate([n, inner]), lambda x: repr(x.__length_hint__() if hasattr(x, "__length_hint__") else list(copy.copy(x)))),
    "count": (lambda n, inner: itertools.count(n), repr),
    "random": (lambda n, inner: random.Random(n), lambda x: str(hash(x.getstate()))),
    "hash": (lambda n, inner: hashlib.sha256(b"%d" % n), lambda x: str(x.hexdigest())),
    "checksum": (lambda n, inner: zlib.compressobj(), lambda x: str(len(x.copy().flush()))),
    "decimal context": (lambda n, inner: decimal.Context(prec=n + 2), repr),
    "context": (lambda n, inner: context(n), lambda x: repr(list(x.items()))),
    "exception": (lambda n, inner: exception(n), lambda x: f"{x!r} {getattr(x, '__notes__', '')}"),
    "partial": (lambda n, inner: functools.partial(max, n), lambda x: f"{x.func} {x.args}"),
    "text": (lambda n, inner: "ab", repr),
    "bytes": (lambda n, inner: b"ab", repr),
    "subclass of list": (lambda n, inner: Listed([n, inner]), repr),
}  # fmt: skip

#: Makes the arguments; the number says what the first of them holds.
ARGUMENTS: dict[str, Callable[[int], list[Any]]] = {
    "nothing": lambda k: [], "0": lambda k: [0], "1": lambda k: [1], "3": lambda k: [3], "a": lambda k: ["a"], "b": lambda k: [b"a"],
    "0, 1": lambda k: [0, 1], "0, 'a'": lambda k: [0, b"a"[0]], "k, 7": lambda k: ["k", 7],
    "a list": lambda k: [[k]], "two in a list": lambda k: [[3, k]], "a list of texts": lambda k: [[str(k)]],
    "a list of pairs": lambda k: [[(k, 1)]], "a set": lambda k: [{k, 3}], "a dict": lambda k: [{k: 1}], "a deque": lambda k: [collections.deque([k])],
    "bytes that change": lambda k: [bytearray(b"%d" % k)], "an array": lambda k: [array.array("i", [k])],
    "an iterator": lambda k: [iter([k, 3])], "a list of bytes": lambda k: [[b"%d" % k]], "an iterator of texts": lambda k: [iter([str(k)])],
    "a pair and a list": lambda k: [slice(0, 1), [k]], "a slice and bytes": lambda k: [slice(0, 1), bytearray(b"%d" % k)],
    "a list twice": lambda k: [[1, [k]]], "2, a list": lambda k: [2, [k]],
}  # fmt: skip
#: What tells nothing, or would change the type or the process.
DENIED = frozenset(
    [
        "__class__",
        "__init_subclass__",
        "__subclasshook__",
        "__new__",
        "__getattribute__",
        "__setattr__",
        "__delattr__",
        "__dir__",
        "__sizeof__",
        "__class_getitem__",
        "__call__",
        "__hash__",
        "__reduce__",
        "__reduce_ex__",
        "__getstate__",
        "__setstate__",
        "__del__",
        "run",
        "close",
        "detach",
        "__enter__",
        "__exit__",
        "__release_buffer__",
        "__buffer__",
        "__deepcopy__",
        "getrandbits",
        "fromfile",
        "tofile",
        "traps",
        "create_decimal",
        "buffer_info",
        "__copy__",
        "copy",
    ]
)
#: Methods whose result is an object that reads later, when it is used.
LAZY: tuple[Any, ...] = (
    Iterator,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
    memoryview,
    types.MappingProxyType,
)


#: What can't change itself.
FIXED = (tuple, frozenset, str, bytes)


@dataclass(frozen=True)
class Seen:
    """What came of a call.

    Attributes:
        result: What it returned, where that is not something that reads later.
        state: What the object is then.
        arguments: What the arguments are then.
    """

    result: str
    state: str
    arguments: str


def called(
    make: Any, method: str, arguments: list[Any], n: int, inner: int
) -> Seen | None:
    """What comes of a call; nothing where it fails."""
    build, shown = make
    held = [inner]
    value = build(n, held)
    known = {
        id(held): "<inner>",
        id(value): "<self>",
        id(_changeable(arguments)): "<argument>",
    }
    try:
        result = getattr(value, method)(*arguments)
        said = "" if isinstance(result, LAZY) else shallow(result, known)
        known.pop(id(value))
        state = shallow(value, known) if shown is repr else shown(value)
        seen = Seen(said, state, told(arguments))
        return None if " 0x" in said + state + seen.arguments else seen
    except Exception:
        return None


def shallow(value: Any, known: dict[int, str]) -> str:
    """A value in words; what a call only hands on, by its name."""
    if id(value) in known:
        return known[id(value)]
    if isinstance(value, dict):
        return str([(shallow(k, known), shallow(v, known)) for k, v in value.items()])
    if isinstance(value, (list, tuple, set, frozenset, collections.deque)):
        return f"{type(value).__name__} {[shallow(item, known) for item in value]}"
    return repr(value)


def told(arguments: Sequence[Any]) -> str:
    """Arguments in words; an iterator as what is left of it."""
    return repr(
        [operator.length_hint(a) if isinstance(a, Iterator) else a for a in arguments]
    )


def wanted(
    make: Any, method: str, arguments: Callable[[int], list[Any]]
) -> dict[str, int]:
    """What plain Python shows that a call reads (1) or writes (2)."""
    base = called(make, method, arguments(5), 1, 5)
    if base is None:
        return {}
    found = {}
    if base.state != _untouched(make):
        found["self"] = 2
    elif not isinstance(make[0](1, []), FIXED) and _differs(
        base, called(make, method, arguments(5), 2, 5), result_alone=True
    ):
        found["self"] = 1
    if _differs(base, called(make, method, arguments(5), 1, 6), result_alone=True):
        found["inner"] = 1
    if base.arguments != told(arguments(5)):
        found["argument"] = 2
    elif not isinstance(_changeable(arguments(5)), Iterator) and _differs(
        base, called(make, method, arguments(6), 1, 5), result_alone=False
    ):
        found["argument"] = 1
    return found


def _untouched(make: Any) -> str:
    """The state of an object that nothing was done to."""
    held = [5]
    value = make[0](1, held)
    return (
        shallow(value, {id(held): "<inner>"})
        if make[1] is repr
        else str(make[1](value))
    )


def _differs(one: Seen, two: Seen | None, result_alone: bool) -> bool:
    if two is None or not (one.result and two.result):
        return False
    return one.result != two.result or (not result_alone and one.state != two.state)


def recorded(make: Any, method: str, arguments: list[Any]) -> dict[str, int]:
    """What the call is recorded to read and write."""
    with Desk() as desk:
        run, (first, task) = desk.run, desk.run.tasks
        inner = [5]
        value = make[0](1, inner)
        parts: dict[str, Any] = {"inner": inner, "self": value}
        parts["argument"] = _changeable(arguments)
        for part in parts.values():
            run.meet(first, part)
        behind = (
            effects._inside(value)[0]
            if effects.kind_of(type(value)) == effects.VIEW
            else value
        )
        if behind is not value:
            run.meet(first, behind)
        effects.call(run, task, getattr(value, method), arguments)
        footprint = task.head.footprint
        everything = footprint.get(("everything",), 0)
        found = {}
        for name, part in parts.items():
            numbers = {
                run.names[identity(o)][2]
                for o in (part, behind if name == "self" else part)
                if identity(o) in run.names
            }
            modes = [mode for (of, *_), mode in footprint.items() if of in numbers]
            found[name] = max([everything, *modes])
        return found


def _changeable(arguments: list[Any]) -> Any:
    """The first argument that can change; of a list that holds one, that."""
    for argument in arguments:
        if isinstance(
            argument,
            (list, set, dict, bytearray, collections.deque, array.array, Iterator),
        ):
            nested = (
                [a for a in argument if isinstance(a, list)]
                if isinstance(argument, list)
                else []
            )
            return nested[0] if nested else argument
    return None


def methods() -> list[str]:
    found = []
    for name, (build, _) in MAKE.items():
        value = build(1, [7])
        found += [
            f"{name}.{method}"
            for method in dir(type(value))
            if method not in DENIED
            and callable(getattr(value, method, None))
            and _of_c(value, method)
        ]
    return found


def _of_c(value: Any, method: str) -> bool:
    return type(getattr(value, method)) in (
        types.BuiltinMethodType,
        types.MethodWrapperType,
    )


@pytest.mark.parametrize("name", methods())
def test_what_plain_python_shows_is_recorded(name: str) -> None:
    of, _, method = name.rpartition(".")
    make = MAKE[of]
    for said, arguments in ARGUMENTS.items():
        shown = wanted(make, method, arguments)
        if shown:
            found = recorded(make, method, arguments(5))
            for part, mode in shown.items():
                assert found[part] >= mode, (said, part, shown, found)


def test_plain_python_shows_much() -> None:
    """Else the test above says nothing."""
    telling = set()
    for name in methods():
        of, _, method = name.rpartition(".")
        for arguments in ARGUMENTS.values():
            telling |= {(method, part) for part in wanted(MAKE[of], method, arguments)}
    assert len(telling) > 100
    assert {
        ("append", "self"),
        ("__repr__", "inner"),
        ("extend", "argument"),
        ("join", "argument"),
    } <= telling


def test_a_weak_proxy_is_what_it_stands_for() -> None:
    with Desk() as desk:
        value = Listed([1])
        desk.run.meet(desk.run.tasks[0], value)
        proxy = weakref.proxy(value)
        with contextlib.suppress(ReferenceError):
            effects.call(desk.run, desk.run.tasks[1], list.append, [proxy, 1])
        number = desk.run.names[identity(value)][2]
        assert desk.run.tasks[1].head.footprint == {(number, 0): 2}
