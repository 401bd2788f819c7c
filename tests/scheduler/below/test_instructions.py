"""What each instruction reads and writes: one is fed, and its footprint is looked at."""

from __future__ import annotations

import contextlib
import dis
import sys
import types
from typing import Any

import pytest

from scheduler.bytecode import effects, monitor
from scheduler.bytecode.callables import OWN
from scheduler.engine.records import Observer, Settings
from scheduler.model.identity import identity
from scheduler.world import primitives
from tests.scheduler.below.toy import FILE, Desk, compiled, opcodes, tidy, touched

OBJECT = """\
class C:
    n = 1
x = C()
x.n = 2
"""
#: A key that changes, and is compared by what it holds.
HASHED = "class L(list):\n    __hash__ = object.__hash__\nz = L([1])\n"
CLOSURES = """\
def make():
    v = 1
    def get():
        return v
    def put():
        nonlocal v
        v = 2
    def drop():
        nonlocal v
        del v
    def name():
        class C:
            w = v
        return C
    return get, put, drop, name
get, put, drop, name = make()
cell = get.__closure__[0]
"""

#: By instruction: the setup, what the thread executes (without it the function `f` of
#: the setup), and what that touches of what the other thread can know.
ROWS: dict[str, tuple[str, str | None, str]] = {
    "LOAD_GLOBAL": ("n = 1", "n", "reads global n"),
    "LOAD_GLOBAL of a builtin": ("", "len", "nothing"),
    "STORE_GLOBAL": ("n = 1", "global n\nn = 2", "writes global n"),
    "DELETE_GLOBAL": ("n = 1", "global n\ndel n", "writes global n"),
    "LOAD_NAME": ("n = 1", "class A:\n    m = n", "reads global n"),
    "LOAD_DEREF": (CLOSURES + "f = get", None, "reads cell"),
    "STORE_DEREF": (CLOSURES + "f = put", None, "writes cell"),
    "DELETE_DEREF": (CLOSURES + "f = drop", None, "writes cell"),
    "LOAD_FROM_DICT_OR_DEREF": (CLOSURES + "f = name", None, "reads cell"),
    "LOAD_ATTR of an object": (OBJECT, "x.n", "reads x.n"),
    "LOAD_ATTR of a module": ("import types\nx = types.ModuleType('m')\nx.n = 1", "x.n", "reads x.n"),
    "LOAD_ATTR of a traceback": ("try: 1 / 0\nexcept ZeroDivisionError as e: x = e.__traceback__", "x.tb_next", "reads module traceback"),
    "STORE_ATTR of a traceback": ("try: 1 / 0\nexcept ZeroDivisionError as e: x = e.__traceback__", "x.tb_next = None", "writes module traceback"),
    "LOAD_ATTR of a slot of two names": ("class C: __slots__ = 'n',\nC.m = C.n\nx = C(); x.n = 1", "x.m", "reads x.n"),
    "LOAD_ATTR of an object's dict": (OBJECT, "x.__dict__", "reads x"),
    "LOAD_ATTR of a module's dict": ("import types\nx = types.ModuleType('m')", "x.__dict__", "reads x"),
    "LOAD_ATTR of an exception": ("x = ValueError(1)", "x.args", "reads x, x.args"),
    "LOAD_ATTR of a function": ("def x(): ...", "x.__doc__", "reads x"),
    "LOAD_ATTR of a cell": (CLOSURES + "x = cell", "x.cell_contents", "reads cell"),
    "LOAD_ATTR of a file": ("import io\nx = io.BytesIO()", "x.closed", "reads x"),
    "LOAD_ATTR of a number": ("x = 1", "x.real", "nothing"),
    "LOAD_ATTR of a subclass of list": ("class L(list): ...\nx = L()\nx.n = 1", "x.n", "reads x.n"),
    "LOAD_ATTR of a list": ("x = []", "x.append", "nothing"),
    "LOAD_ATTR of a proxy": (OBJECT + "import weakref\ny = x\nx = weakref.proxy(y)", "x.n", "reads y.n"),
    "LOAD_ATTR of an exception's dict": ("x = ValueError()", "x.__dict__", "writes x"),
    "LOAD_ATTR of a partial's dict": ("import functools\nx = functools.partial(len)", "x.__dict__", "reads x"),
    "LOAD_ATTR of a function's dict": ("def x(): ...", "x.__dict__", "reads x"),
    "LOAD_ATTR of a file of the system": ("x = open('/dev/null', 'rb', 0)", "x.closed", "reads system, x, x.closed"),
    "STORE_ATTR of a file of the system": ("x = open('/dev/null', 'w')", "x._CHUNK_SIZE = 1", "writes system, x, x._CHUNK_SIZE"),
    "STORE_ATTR of an element": ("import xml.etree.ElementTree as ET\nx = ET.Element('a')", "x.tag = 'b'", "writes x"),
    "STORE_ATTR of an object": (OBJECT, "x.n = 1", "writes x.n"),
    "STORE_ATTR of a class": (OBJECT + "x = C", "x.n = 1", "writes class n"),
    "STORE_ATTR of a class, special": (OBJECT + "x = C", "x.__getattr__ = None", "writes class __getattr__, everything"),
    "STORE_ATTR of a slot of two names": ("class C: __slots__ = 'n',\nC.m = C.n\nx = C()", "x.m = 1", "writes x.n"),
    "STORE_ATTR of an object's class": (OBJECT, "x.__class__ = C", "reads global C; writes everything"),
    "STORE_ATTR of a module": ("import types\nx = types.ModuleType('m')", "x.n = 1", "writes x.n"),
    "STORE_ATTR of an exception": ("x = ValueError(1)", "x.args = (2,)", "writes x, x.args"),
    "STORE_ATTR of a function": ("def x(): ...", "x.n = 2", "writes x"),
    "STORE_ATTR of a cell": (CLOSURES + "x = cell", "x.cell_contents = 3", "writes cell"),
    "STORE_ATTR of a subclass of list": ("class L(list): ...\nx = L()", "x.n = 1", "writes x, x.n"),
    "STORE_ATTR of a proxy": (OBJECT + "import weakref\ny = x\nx = weakref.proxy(y)", "x.n = 3", "writes y.n"),
    "DELETE_ATTR": (OBJECT, "del x.n", "writes x.n"),
    "LOAD_SUPER_ATTR": ("class A:\n    n = 1\nclass B(A):\n    def f(self, y, z): return super().n\nx = B()\nf = B.f", None, "nothing"),
    "LOAD_ATTR of what a method is of": ("class C:\n    def m(self): ...\ny = C.m\ny.n = 1\nx = C().m", "x.n", "reads y"),
    "LOAD_ATTR of what an alias is of": ("import types\nclass C: ...\ny = C()\ny.n = 1\nx = types.GenericAlias(y, (int,))", "x.n", "reads y.n"),
    "LOAD_ATTR of a super object": ("class A: __slots__ = 'n',\nclass B(A): ...\nx = B()\nx.n = 1\ny = super(B, x)", "y.n", "reads x.n"),
    "LOAD_ATTR of a super object, that C computes": ("class E(ValueError): ...\nx = E(1)\ny = super(E, x)", "y.args", "reads x, x.args"),
    "LOAD_ATTR of a file below": ("import io\ny = io.FileIO('/dev/null')\nx = io.BufferedReader(y)", "x.closed", "reads system, x, x.closed, y, y.closed"),
    "LOAD_ATTR of a file below, its mode": ("import io\ny = io.FileIO('/dev/null')\nx = io.BufferedReader(y)", "x.mode", "reads system, x, x.mode, y, y.mode"),
    "LOAD_ATTR of a file below, its name": ("import io\ny = io.FileIO('/dev/null')\nx = io.BufferedReader(y)", "x.name", "reads system, x, x.name, y.name"),
    "LOAD_ATTR of a property": ("x = property()", "x.__doc__", "reads x.__doc__"),
    "LOAD_ATTR of a key": ("import functools\nx = functools.cmp_to_key(max)(0)", "x.obj", "reads x.obj"),
    "STORE_ATTR of a property": ("x = property()", "x.__doc__ = 'a'", "writes x.__doc__"),
    "STORE_ATTR of a key": ("import functools\nx = functools.cmp_to_key(max)(0)", "x.obj = 1", "writes x.obj"),
    "STORE_ATTR of what a thread runs": ("class C: ...\nx = C()", "x.run = 1", "writes everything, x.run"),
    "STORE_ATTR of a module, getattr": ("import types\nx = types.ModuleType('m')", "x.__getattr__ = None", "writes everything, x.__getattr__"),
    "STORE_ATTR of a module, dir": ("import types\nx = types.ModuleType('m')", "x.__dir__ = None", "writes everything, x.__dir__"),
    "STORE_ATTR of a module, name": ("import types\nx = types.ModuleType('m')", "x.__name__ = None", "writes everything, x.__name__"),
    "STORE_ATTR of a function, name": ("def x(): ...", "x.__name__ = 'a'", "writes everything, x"),
    "STORE_ATTR of a function, qualname": ("def x(): ...", "x.__qualname__ = 'a'", "writes everything, x"),
    "STORE_ATTR of a function, abstract": ("def x(): ...", "x.__isabstractmethod__ = 1", "writes everything, x"),
    "STORE_ATTR of a class, kept": (OBJECT + "x = C", "x.__annotations__ = {}", "writes class __annotations__"),
    "STORE_ATTR of a class, its bases": ("class A: ...\nclass y(A): ...\nclass x(A): ...", "x.__bases__ = (y,)", "writes class __bases__, everything"),
    "STORE_GLOBAL of a module's name": ("", "global __name__\n__name__ = 'a'", "writes everything"),
    "SET_UPDATE of keys that change": (HASHED + "x = [z]", "{*x}", "reads x, z"),
    "DICT_UPDATE of keys that change": (HASHED + "x = {z: 1}", "{**x}", "reads x, z"),
    "BEFORE_ASYNC_WITH of another's": (
        "y = [5]\nclass C: __aenter__, __aexit__ = y.clear, max\nx = C()",
        "async def f():\n    async with x: ...\nf().send(None)", "writes y",
    ),
    "BUILD_SET of a key that changes": (HASHED, "z.__hash__; {z}", "reads z, z.__hash__"),
    "BUILD_MAP of a key that changes": (HASHED, "z.__hash__; {z: 1}", "reads z, z.__hash__"),
    "SET_ADD of a key that changes": (HASHED, "z.__hash__; {i for i in (z,)}", "reads z, z.__hash__"),
    "MAP_ADD of a key that changes": (HASHED, "z.__hash__; {i: 1 for i in (z,)}", "reads z, z.__hash__"),
    "BINARY_SUBSCR of a list": ("x = [1]", "x[0]", "reads x"),
    "BINARY_SUBSCR of a dict": ("x = {1: 2}", "x[1]", "reads x"),
    "BINARY_SUBSCR of a defaultdict": ("import collections\nx = collections.defaultdict(int)", "x[1]", "writes x"),
    "BINARY_SUBSCR of the globals": ("n = 1\nx = globals()", "x['n']", "reads global n"),
    "BINARY_SUBSCR of a memoryview": ("y = bytearray(2)\nx = memoryview(y)", "x[0]", "reads y; writes x"),
    "BINARY_SUBSCR of a match": ("import re\ny = bytearray(b'ab')\nx = re.match(b'.', y)", "x[0]", "reads y"),
    "BINARY_SUBSCR of a mapping proxy": ("import types\ny = {1: 2}\nx = types.MappingProxyType(y)", "x[1]", "reads y"),
    "BINARY_SUBSCR of a tuple": ("x = (1,)", "x[0]", "nothing"),
    "STORE_SUBSCR of a list": ("x = [1]\ny = []", "x[0] = y", "writes x"),
    "STORE_SUBSCR of a memoryview": ("y = bytearray(2)\nx = memoryview(y)", "x[0] = 1", "writes x, y"),
    "STORE_SUBSCR of the globals": ("x = globals()", "x['n'] = 1", "writes global n"),
    "DELETE_SUBSCR": ("x = [1]", "del x[0]", "writes x"),
    "BINARY_SLICE": ("x = [1]", "x[y:z]", "reads x"),
    "STORE_SLICE": ("x = [1]", "x[y:z] = [2]", "writes x"),
    "STORE_SLICE of another": ("x = [1]\nn = [2]", "x[y:z] = n", "reads global n, n; writes x"),
    "STORE_SUBSCR of a slice": ("x = [1]\ny = [2]", "x[slice(0, 1)] = y", "reads y; writes x"),
    "UNPACK_SEQUENCE of a proxy": ("import weakref\nclass L(list): ...\ny = L('a')\nx = weakref.proxy(y)", "a, = x", "reads y"),
    "BINARY_OP": ("x = [1]\ny = [2]", "x + y", "reads x, y"),
    "BINARY_OP in place": ("x = [1]\ny = [2]", "x += y", "reads y; writes x"),
    "BINARY_OP that formats": ("y = [2]\nx = [y]", "'%s' % x", "reads x, y"),
    "BINARY_OP that formats in place": ("y = [2]\nx = [y]", "z = '%s'; z %= x", "reads x, y"),
    "BINARY_OP that formats bytes": ("y = [2]\nx = [y]", "b'%a' % x", "reads x, y"),
    "BINARY_OP that formats bytes that change": ("z = [2]\ny = [z]\nx = bytearray(b'%a')", "x % y", "reads x, y, z"),
    "BINARY_SUBSCR behind a jump": ("x = 0\ny, z = [1], [2]", "n = 1, (y[0] if x else z[0])", "reads z"),
    "BINARY_SUBSCR behind a return": ("x, z = [0], [2]", "for i in x:\n    if i:\n        return 1\n    n = z[0]", "reads x, z"),
    "BINARY_SUBSCR before a return": ("x, z = [0], [2]", "for i in x:\n    if not i:\n        n = z[0]\n    else:\n        return 1\n    n = z[0]", "reads x, z"),
    "BINARY_OP of numbers": ("x = 1\ny = 2", "x + y", "nothing"),
    "BINARY_OP on the right": ("y = [2]", "2 * y", "reads y"),
    "COMPARE_OP": ("x = [1]\ny = [2]", "x == y", "reads x, y"),
    "COMPARE_OP of what lists hold": ("z = []\nx = [z]\ny = [2]", "x < y", "reads x, y, z"),
    "CONTAINS_OP": ("x = 1\ny = [2]", "x in y", "reads y"),
    "CONTAINS_OP of a list": ("x = [1]\ny = [2]", "x in y", "reads x, y"),
    "CONTAINS_OP of the globals": ("n = 1\ny = globals()", "'n' in y", "reads global n"),
    "GET_ITER": ("x = [1]", "iter_ = [i for i in x]", "reads x"),
    "FOR_ITER of an iterator": ("x = iter([1])", "for i in x: break", "writes x"),
    "FOR_ITER of an iterator of a shared list": ("y = [1]\nx = iter(y)", "for i in x: break", "reads y; writes x"),
    "FOR_ITER of a range": ("x = range(3)", "for i in x: break", "nothing"),
    "FOR_ITER of a generator": ("def g():\n    yield 1\nx = g()", "for i in x: break", "writes x"),
    "SEND": ("def g():\n    yield 1\nx = g()\ndef f(x, y, z):\n    def inner():\n        yield from x\n    for i in inner(): break", None, "writes x"),
    "SEND to an iterator": ("x = iter([1])\ndef f(x, y, z):\n    def inner():\n        yield from x\n    for i in inner(): break", None, "writes x"),
    "GET_YIELD_FROM_ITER": ("x = [1]\ndef f(x, y, z):\n    def inner():\n        yield from x\n    for i in inner(): break", None, "reads x"),
    "TO_BOOL of a list": ("x = []", "if x: pass\nreturn 1", "reads x"),
    "TO_BOOL of a number": ("x = 1", "return not x", "nothing"),
    "GET_LEN": ("x = [1]", "match x:\n    case [a]: pass", "reads x"),
    "BEFORE_WITH": ("import io\nx = io.StringIO()", "with x: pass", "writes x"),
    "WITH_EXCEPT_START": ("import io\nx = io.BytesIO()", "try:\n    with x: raise KeyError\nexcept KeyError: pass", "writes x"),
    "GET_AITER": ("async def g():\n    yield 1\nx = g()\ndef f(x, y, z):\n    async def inner():\n        async for i in x: break\n    c = inner()\n    try: c.send(None)\n    except StopIteration: pass", None, "writes x"),
    "GET_AWAITABLE": ("async def g(): return 1\nx = g()\ndef f(x, y, z):\n    async def inner(): await x\n    c = inner()\n    try: c.send(None)\n    except StopIteration: pass", None, "writes x"),
    "CALL_INTRINSIC_1": ("x = [1]", "+x", "reads x"),
    "MATCH_KEYS": ("x = {1: 2}", "match x:\n    case {1: a}: pass", "reads x"),
    "MATCH_CLASS": (OBJECT, "match x:\n    case C(n=a): pass", "reads global C, x.n"),
    "MATCH_CLASS by place": ("class C:\n    __match_args__ = ('n',)\n    n = 1\nx = C()", "match x:\n    case C(a): pass", "reads global C, x.n"),
    "RAISE_VARARGS": ("x = ValueError()", "try: raise x\nexcept ValueError: pass", "writes x"),
    "RAISE_VARARGS from": ("x = ValueError()\ny = KeyError()", "try: raise x from y\nexcept ValueError: pass", "writes x"),
    "CHECK_EG_MATCH": (
        "x = ExceptionGroup('m', [ValueError(), KeyError()])", "try:\n    try: raise x\n    except* ValueError: pass\nexcept ExceptionGroup: pass",
        "reads x.__notes__; writes x",
    ),
    "UNPACK_SEQUENCE": ("x = [1, 2]", "a, b = x", "reads x"),
    "UNPACK_EX": ("x = [1, 2]", "a, *b = x", "reads x"),
    "UNARY_NEGATIVE": ("import collections\nx = collections.Counter()", "-x", "reads x, x.items"),
    "UNARY_INVERT": ("x = [1]", "~x", "reads x"),
    "LIST_EXTEND": ("x = [1]", "[0, *x]", "reads x"),
    "SET_UPDATE": ("x = [1]", "{0, *x}", "reads x"),
    "DICT_UPDATE": ("x = {1: 1}", "{0: 1, **x}", "reads x"),
    "DICT_MERGE": ("x = {'a': 1}\nfrom collections import ChainMap as y", "dict(b=1, **x)", "reads x"),
    "FORMAT_SIMPLE": ("y = []\nx = [y]", "f'{x}'", "reads x, y"),
    "CONVERT_VALUE": ("y = []\nx = [y]", "f'{x!r}'", "reads x, y"),
    "FORMAT_WITH_SPEC": ("x = [1]", "f'{x:>3}'", "reads x"),
    "FORMAT_WITH_SPEC of what a list holds": ("y = []\nx = [y]", "f'{x:>3}'", "reads x, y"),
    "CALL of a method": ("x = [1]\ny = []", "x.append(y)", "writes x"),
    "CALL of a function": ("x = [1]", "sorted(x)", "reads x"),
    "CALL_KW": ("x = [1]", "sorted(x, reverse=True)", "reads x"),
    "CALL_FUNCTION_EX": ("x = [[1]]\ny = x[0]", "sorted(*x)", "reads x, y"),
    "CALL_FUNCTION_EX of a tuple": ("y = [1]\nx = (y,)", "sorted(*x)", "reads y"),
    "CALL_FUNCTION_EX of what Python iterates over": ("class S:\n    def __iter__(self): yield 1\nx = S()", "max(*x)", "writes everything"),
    "CALL_FUNCTION_EX with keywords": ("y = []\nx = {'key': y.count}\nz = [1]", "sorted(z, **x)", "reads x, y, z"),
}  # fmt: skip


#: What needs more than a function that is called: see the tests at the end.
ASIDE = frozenset(
    [
        "DELETE_NAME",
        "IMPORT_FROM",
        "LOAD_FROM_DICT_OR_GLOBALS",
        "RETURN_CONST",
        "RETURN_VALUE",
        "SETUP_ANNOTATIONS",
        "STORE_NAME",
        "YIELD_VALUE",
    ]
)
#: Looks of C that only asynchronous code makes.
_ASYNC = frozenset(["BEFORE_ASYNC_WITH", "GET_ANEXT"])


@pytest.mark.parametrize("name", ROWS)
def test_footprint(name: str) -> None:
    setup, what, expected = ROWS[name]
    assert touched(setup, what) == expected


@pytest.mark.parametrize("name", ROWS)
def test_the_instruction_is_among_what_is_executed(name: str) -> None:
    setup, what, _ = ROWS[name]
    instruction = name.split()[0]
    space: dict[str, object] = {"__name__": "toy"}
    exec(setup, space)
    tidy(space)
    function = compiled(space, what) if what is not None else space["f"]
    assert isinstance(function, types.FunctionType)
    # 3.14 and newer have other names for some.
    assert instruction in opcodes(function.__code__) or instruction not in dis.opmap


class _ByInstruction(Observer):
    """What each instruction touches itself."""

    def __init__(self) -> None:
        self.now = ""
        self.touches: dict[str, int] = {}

    def step(self, run: Any, task: Any, site: Any, frame: Any) -> None:
        self.now = site.opname

    def touched(self, *_: object) -> None:
        self.touches[self.now] = self.touches.get(self.now, 0) + 1


#: Rows of which the instruction touches what has a location of another kind.
_BESIDE = frozenset(
    ("LOAD_SUPER_ATTR", "LOAD_ATTR of a number", "STORE_ATTR of a class", "GET_ITER")
)


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row[2] != "nothing"])
def test_the_instruction_itself_touches(name: str) -> None:
    """Not only another one beside it, which is another moment."""
    setup, what, expected = ROWS[name]
    instruction = name.split()[0]
    settings = None
    for _ in range(3):
        with Desk(setup, settings=settings) as desk:
            told = desk.run.observer = _ByInstruction()
            desk.does(2, what if what is not None else desk.space["f"])
        settings = desk.settings
    beside = any(word in expected for word in ("class", "everything", "module"))
    if beside or instruction not in dis.opmap:
        return
    assert told.touches.get(instruction, 0) > 0


def test_whatever_touches_something_has_a_row() -> None:
    named = {name.split()[0] for name in ROWS} | ASIDE | _ASYNC
    known = {
        name
        for name, number in dis.opmap.items()
        if number < 256 and not name.startswith("INSTRUMENTED")
    }
    missing = known - named - effects.TOUCHES_NOTHING
    # 3.14's and 3.15's are rows under the name that 3.13 has for them.
    assert {name for name in missing if name in effects_of_313()} == set()


def effects_of_313() -> frozenset[str]:
    """Those of 3.13: newer ones do the same under another name."""
    return frozenset(
        [
            "BEFORE_ASYNC_WITH",
            "BEFORE_WITH",
            "BINARY_OP",
            "BINARY_SLICE",
            "BINARY_SUBSCR",
            "CALL",
            "CALL_FUNCTION_EX",
            "CALL_INTRINSIC_1",
            "CALL_KW",
            "CHECK_EG_MATCH",
            "COMPARE_OP",
            "CONTAINS_OP",
            "CONVERT_VALUE",
            "DELETE_ATTR",
            "DELETE_DEREF",
            "DELETE_GLOBAL",
            "DELETE_NAME",
            "DELETE_SUBSCR",
            "DICT_MERGE",
            "DICT_UPDATE",
            "FORMAT_SIMPLE",
            "FORMAT_WITH_SPEC",
            "FOR_ITER",
            "GET_AITER",
            "GET_ANEXT",
            "GET_AWAITABLE",
            "GET_ITER",
            "GET_LEN",
            "GET_YIELD_FROM_ITER",
            "IMPORT_FROM",
            "LIST_EXTEND",
            "LOAD_ATTR",
            "LOAD_DEREF",
            "LOAD_FROM_DICT_OR_DEREF",
            "LOAD_FROM_DICT_OR_GLOBALS",
            "LOAD_GLOBAL",
            "LOAD_NAME",
            "LOAD_SUPER_ATTR",
            "MATCH_CLASS",
            "MATCH_KEYS",
            "RAISE_VARARGS",
            "RETURN_CONST",
            "RETURN_VALUE",
            "SEND",
            "SETUP_ANNOTATIONS",
            "SET_UPDATE",
            "STORE_ATTR",
            "STORE_DEREF",
            "STORE_GLOBAL",
            "STORE_NAME",
            "STORE_SLICE",
            "STORE_SUBSCR",
            "TO_BOOL",
            "UNARY_INVERT",
            "UNARY_NEGATIVE",
            "UNPACK_EX",
            "UNPACK_SEQUENCE",
            "WITH_EXCEPT_START",
            "YIELD_VALUE",
        ]
    )


# --------------------------------------------- attributes that decide what C does

#: What C looks up on a class by itself, says Python's reference ("Special method
#: names", "Customizing class creation", pickle, copy, math and abc).
LOOKED_UP = """__abs__ __abstractmethods__ __add__ __aenter__ __aexit__ __aiter__ __and__ __anext__
__await__ __bool__ __buffer__ __bytes__ __call__ __ceil__ __class_getitem__ __complex__
__contains__ __copy__ __deepcopy__ __del__ __delattr__ __delete__ __delitem__ __dir__
__divmod__ __enter__ __eq__ __exit__ __float__ __floor__ __floordiv__ __format__ __fspath__
__ge__ __get__ __getattr__ __getattribute__ __getitem__ __getstate__ __gt__ __hash__ __iadd__
__iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __imul__ __index__ __init__
__init_subclass__ __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__
__iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __lshift__ __lt__ __match_args__
__matmul__ __missing__ __mod__ __mro_entries__ __mul__ __ne__ __neg__ __new__ __next__ __or__
__pos__ __pow__ __radd__ __rand__ __rdivmod__ __reduce__ __reduce_ex__ __release_buffer__
__repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__
__round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set__ __set_name__
__setattr__ __setitem__ __setstate__ __sizeof__ __slots__ __str__ __sub__ __subclasscheck__
__subclasshook__ __truediv__ __trunc__ __xor__"""


def written(owner: Any, name: str) -> str:
    """What is touched where the attribute `name` of `owner` is written."""
    with Desk() as desk:
        effects._attribute(desk.run, desk.run.tasks[1], owner, name, True)
        return desk.footprint(2)


@pytest.mark.parametrize("name", LOOKED_UP.split())
def test_what_c_looks_up_on_a_class_decides_about_everything(name: str) -> None:
    assert "everything" in written(type("C", (), {}), name)


@pytest.mark.parametrize(
    "name",
    [
        "__bases__",
        "__class__",
        "__code__",
        "__defaults__",
        "__kwdefaults__",
        "__closure__",
        "__globals__",
    ],
)
def test_what_decides_what_else_an_object_does(name: str) -> None:
    cls = type("C", (), {})
    owners = {"__bases__": cls, "__class__": cls()}
    owner = owners.get(name, compiled({}, "pass"))
    assert "everything" in written(owner, name)


@pytest.mark.parametrize("name", ["n", "__doc__"])
def test_other_attributes_decide_about_themselves(name: str) -> None:
    assert written(type("C", (), {}), name) == f"writes class {name}"


def test_what_a_name_of_the_builtins_means_can_change() -> None:
    with Desk("import builtins as x") as desk:
        try:
            desk.does(2, "x.toy_name = 1")
        finally:
            vars(desk.space["x"]).pop("toy_name", None)
        assert "builtins" in desk.learned


# ------------------------------------------------------- names of a module


def module(setup: str, text: str) -> str:
    """The footprint of a module's own code."""
    with Desk(setup) as desk:
        code = compile(text, FILE, "exec")
        desk.does(2, types.FunctionType(code, desk.space))
        return desk.footprint(2)


#: From 3.14 on a name says which of them are made when somebody asks.
ANNOTATED = (
    "writes __annotations__, global __annotations__, global n"
    if sys.version_info < (3, 14)
    else "writes __annotations__, global __annotations__, global __conditional_annotations__, global n"
)


@pytest.mark.parametrize(
    ("setup", "text", "expected"),
    [
        ("n = 1", "n", "reads global n"),
        ("n = 1", "n = 2", "writes global n"),
        ("n = 1", "del n", "writes global n"),
        ("n = 1", "n: int = 2", ANNOTATED),
        ("import types\nx = types.ModuleType('m')\nimport sys\nsys.modules['toy m'] = x\nx.n = 1",
         "from math import pi as n", "writes global n"),
    ],
)  # fmt: skip
def test_a_module_s_own_code(setup: str, text: str, expected: str) -> None:
    assert module(setup, text) == expected


STAR = "import types, sys\nx = types.ModuleType('toy_star')\nsys.modules['toy_star'] = x\nx.n = 1\n"


@pytest.mark.parametrize(
    ("setup", "text", "expected"),
    [
        ("", "from toy_star import n as k", "reads x.n; writes global k"),
        ("x._m = 2\n", "from toy_star import *", "reads x; writes globals"),
        ("y = ['n']\nx.__all__ = y\n", "from toy_star import *", "reads x.__all__, x.n, y; writes global n"),
        ("y = ('n',)\nx.__all__ = y\n", "from toy_star import *", "reads x.__all__, x.n; writes global n"),
        ("class C: n = 1\nsys.modules['toy_star'] = C()\n", "from toy_star import *", "writes everything"),
    ],
)  # fmt: skip
def test_an_import_takes_names(setup: str, text: str, expected: str) -> None:
    settings = None
    try:
        for _ in range(3):
            with Desk(STAR + setup, settings=settings) as desk:
                code = types.FunctionType(compile(text, FILE, "exec"), desk.space)
                desk.does(2, code)
                found = desk.footprint(2)
            settings = desk.settings
    finally:
        sys.modules.pop("toy_star", None)
    assert found == expected


def test_an_instruction_that_nobody_knows_touches_everything() -> None:
    instruction: Any = types.SimpleNamespace(
        opname="MADE_UP", arg=1, argval="x", argrepr="x", offset=0, positions=None
    )
    code = compile("", FILE, "exec")
    effect = effects._effect(effects.Site(code, instruction, 5), instruction, code)
    with Desk() as desk:
        assert effect is not None
        effect(desk.run, desk.run.tasks[1], sys._getframe())
        assert desk.footprint(2) == "writes everything"


def test_a_bound_of_a_class_s_type_parameter_is_looked_up_in_the_class_first() -> None:
    setup = "n = 1\nclass A:\n    def g[U: n](self): ...\nx = A.g.__type_params__[0]"
    with Desk(setup) as desk:
        desk.does(2, "x.__bound__")
        found = desk.footprint(2)
    assert "reads global n" in found
    assert "everything" not in found


def test_a_module_s_code_in_a_dict_of_its_own() -> None:
    """`exec` with two dicts: names are looked for in the inner one first."""
    with Desk(
        "x = {'m': 1}\nn = 1\ny = compile('k = m + n; del m', 'toy.py', 'exec')"
    ) as desk:
        monitor.adopt(desk.space["y"], True)
        desk.codes.append(desk.space["y"])
        with desk.thread(2):
            exec(desk.space["y"], desk.space, desk.space["x"])
        found = desk.footprint(2)
    assert found == "reads global n, x.n; writes global k, global m, x.k, x.m"


@pytest.mark.parametrize("last", ["return 1", "return x"])
def test_a_generator_moves_on_where_it_yields_and_returns(last: str) -> None:
    """Whoever resumes it may be code that nobody sees."""
    setup = f"def g():\n    yield 1\n    x = 2\n    {last}\nx = g()"
    with Desk(setup) as desk:
        monitor.adopt(desk.space["g"].__code__, True)
        desk.codes.append(desk.space["g"].__code__)
        generator = desk.space["x"]
        effects.look(desk.run, desk.run.tasks[0], generator)
        with desk.thread(2):
            next(generator)
        assert desk.footprint(2) == "writes x"
        desk.next(2).head.footprint.clear()
        with desk.thread(2):
            list(generator)
        ended = desk.run.tasks[1].head.footprint
        assert {desk.named(where): mode for where, mode in ended.items()} == {"x": 2}


def test_a_coroutine_and_an_asynchronous_generator_move_on_like_a_generator() -> None:
    setup = "async def c():\n    x = 2\n    return x\nasync def g():\n    yield 1\nx, y = c(), g()\nz = y.asend(None)"
    with Desk(setup) as desk:
        for name in "cg":
            monitor.adopt(desk.space[name].__code__, True)
            desk.codes.append(desk.space[name].__code__)
        for name, moved in (("x", "x"), ("y", "z")):
            effects.look(desk.run, desk.run.tasks[0], desk.space[name])
            with desk.thread(2), contextlib.suppress(StopIteration):
                desk.space[moved].send(None)
        assert desk.footprint(2) == "writes x, y"


#: What changes an object that was there before the program, while there is one thread.
CHANGES = {
    "DELETE_GLOBAL": "global n\ndel n",
    "DELETE_ATTR": "del x.n",
    "DELETE_SUBSCR": "del y[0]",
    "STORE_SLICE": "y[a:] = []",
    "BINARY_OP": "z = y\nz += [1]",
    "FOR_ITER": "for i in k: break",
    "SEND": "def inner():\n    yield from k\nfor i in inner(): break",
    "DELETE_DEREF": "",
    "DELETE_NAME": "del n",
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_there_before_is_put_back_though_one_thread_changed_it(
    name: str,
) -> None:
    setup = (
        CLOSURES
        + "class C: ...\nx, y, n, a = C(), [1, 2], 1, 0\nx.n = 1\nk = iter([1])"
    )
    with Desk(setup, alone=True) as desk:
        space = desk.space
        told: list[int] = []
        desk.run.world.imports.lasts = lambda task, value: told.append(id(value))
        changed = {
            "DELETE_GLOBAL": space,
            "DELETE_NAME": space,
            "DELETE_ATTR": space["x"],
            "DELETE_DEREF": space["cell"],
            "FOR_ITER": space["k"],
            "SEND": space["k"],
        }
        value = changed.get(name, space["y"])
        desk.run.older = {identity(value): value}
        if name == "DELETE_DEREF":
            desk.does(1, space["drop"])
        elif name == "DELETE_NAME":
            code = compile(CHANGES[name], FILE, "exec")
            desk.does(1, types.FunctionType(code, space))
        else:
            desk.does(1, CHANGES[name])
        assert told == [id(value)]


# ------------------------------------------------------------- class attributes

#: What one thread does, the other, and what that touches of classes.
OF_CLASSES = {
    "read through an object": ("C.n = 5", "x.n", "reads class n, x.n"),
    "read through the class": ("C.n = 5", "C.n", "reads class n, global C"),
    "read through a subclass of list": ("L.n = 5", "y.n", "reads class n, y.n"),
    "read through an exception": ("E.n = 5", "z.n", "reads class n, z.n"),
    "read through super": ("C.n = 5", "y.f()", "reads class n, global L, y.f"),
    "written": ("C.n = 5", "C.n = 6", "reads global C; writes class n"),
    "written where all are looked at": ("dir(x)", "C.n = 6", "reads global C; writes class None, class n"),
    "all looked at": ("C.n = 5", "C.__dict__", "reads class None, global C"),
    "all looked at by vars": ("C.n = 5", "vars(C)", "reads class None, global C"),
    "annotations, which asking makes": ("C.n = 5", "C.__annotations__", "reads global C; writes class __annotations__"),
    "made where subclasses are asked for": ("C.__subclasses__()", "class D(C): ...", "reads global C; writes class __subclasses__"),
    "made by type where subclasses are asked for": ("C.__subclasses__()", "type('D', (C,), {})", "reads global C; writes class __subclasses__"),
    "subclasses asked for": ("class D(C): ...", "C.__subclasses__()", "reads class __subclasses__, global C"),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_CLASSES)
def test_attributes_of_classes(name: str) -> None:
    one, two, expected = OF_CLASSES[name]
    setup = (
        "class C: n = 1\nclass L(list):\n    n = 1\n    f = lambda self: super(L, self).n\n"
        "class E(Exception): n = 1\nx, y, z = C(), L(), E()"
    )
    settings = None
    for _ in range(3):
        with Desk(setup, settings=settings) as desk:
            desk.does(1, one)
            desk.does(2, two)
            found = desk.footprint(2)
        settings = desk.settings
    assert found == expected


@pytest.mark.parametrize(
    "cls", [primitives.Lock, primitives.RLock, primitives.SimpleQueue]
)
def test_a_primitive_is_the_scheduler_s_own(cls: type) -> None:
    assert effects.kind_of(cls) == OWN
    settings = Settings("opcode")
    settings.class_names.add("__init__")
    with Desk(settings=settings) as desk:
        desk.space["x"] = cls()
        desk.does(2, "x.__init__")
        assert desk.footprint(2) == "reads class __init__"


#: What shows the variables of the function that calls it.
OF_LOCALS = {
    "locals": "locals()",
    "vars": "vars()",
    "dir": "dir()",
    "eval": "eval('1')",
    "exec": "exec('')",
}


@pytest.mark.parametrize("name", OF_LOCALS)
def test_what_shows_the_variables_of_a_function_reads_those_it_shares(
    name: str,
) -> None:
    setup = (
        f"def make():\n    v = 1\n    def f():\n        nonlocal v\n        {OF_LOCALS[name]}\n"
        "    return f\nf = make()\ncell = f.__closure__[0]"
    )
    assert touched(setup, None) == "reads cell"
    # Its own variables are nobody else's.
    assert touched("", OF_LOCALS[name]) == "nothing"


PREPARED = """\
class M(type):
    @classmethod
    def __prepare__(cls, name, bases):
        return x
x = {}
"""


def test_a_class_s_body_runs_in_what_its_metaclass_prepares() -> None:
    found = touched(PREPARED, "class C(metaclass=M): ...")
    assert found == "reads global M, global x; writes x"


# ------------------------------------------------------------------- naming

#: What gives an object a name before a second thread can meet it.
NAMING = {
    "STORE_NAME": "class A:\n    n = made",
    "STORE_GLOBAL": "global n\nn = made",
    "STORE_ATTR": "x.n = made",
    "STORE_DEREF": "n = made\n(lambda: n)",
    "STORE_SUBSCR": "y[0] = made",
    "STORE_SUBSCR of a tuple's": "y[0] = (made,)",
    "CALL": "y.append(made)",
    "CALL of a function": "(lambda n: n)(made)",
    "CALL of a method": "x.m(made)",
    "CALL of a class": "D(made)",
    "CALL of a bound method": "k(made)",
    "CALL of C that keeps it": "y.append(made)",
    "CALL of C that orders it": "heapq.heappush([], made)",
    "CALL of C": "enumerate((made,))",
    "CALL of setattr": "setattr(x, 'n', made)",
    "CALL_KW": "(lambda n: n)(n=made)",
    "CALL_FUNCTION_EX": "(lambda n: n)(*(made,))",
}


@pytest.mark.parametrize("kind", ["a list", "an object"])
@pytest.mark.parametrize("name", NAMING)
def test_is_named_while_there_is_one_thread(name: str, kind: str) -> None:
    setup = (
        "import heapq\n"
        "class C:\n    def m(self, n): ...\nclass D:\n    def __init__(self, n): ...\n"
        "x, y = C(), [0]\nk = x.m"
    )
    with Desk(setup, alone=True) as desk:
        made: Any = [] if kind == "a list" else desk.space["D"](1)
        body = NAMING[name].replace("made", "z")
        desk.space["z"] = made
        assert not desk.run.knows(made)
        desk.does(1, body)
        assert desk.run.knows(made)


def test_the_namespace_of_exec_is_named_while_there_is_one_thread() -> None:
    with Desk(alone=True) as desk:
        desk.space["z"] = {}
        desk.does(1, "exec('', z)")
        assert desk.run.knows(desk.space["z"])


def test_what_a_generator_yields_is_known_while_there_is_one_thread() -> None:
    with Desk("def g(y):\n    yield y\nx = g([])", alone=True) as desk:
        monitor.adopt(desk.space["g"].__code__, True)
        desk.codes.append(desk.space["g"].__code__)
        desk.does(1, "for i in x: break")
        assert desk.run.knows(desk.space["x"])
