"""What each entry of the tables of `effects` is there for, by what plain Python does."""

from __future__ import annotations

import contextlib
import sys
import types
import warnings
from typing import Any

import pytest

from scheduler.bytecode import callables, effects, monitor
from scheduler.engine.records import Settings
from scheduler.model.outcome import Kill
from tests.scheduler.below.toy import FILE, Desk, compiled, tidy, touched

# ------------------------------------------------------- special methods of C's

#: By special method: what has C call it, and of how many arguments besides the object.
#: A function of C's is bound to no instance, so it gets them alone.
CALLED = {
    "__abs__": ("abs(x)", 0), "__add__": ("x + 1", 1), "__aenter__": ("async with x: ...", 0),
    "__aiter__": ("async for i in x: ...", 0), "__and__": ("x & 1", 1),
    "__anext__": ("anext(x)", 0), "__await__": ("await x", 0), "__bool__": ("not x", 0), "__bytes__": ("bytes(x)", 0),
    "__call__": ("x()", 0), "__ceil__": ("math.ceil(x)", 0), "__complex__": ("complex(x)", 0), "__contains__": ("1 in x", 1),
    "__delattr__": ("del x.n", 1), "__delitem__": ("del x[0]", 1),
    "__dir__": ("dir(x)", 0), "__divmod__": ("divmod(x, 1)", 1), "__enter__": ("with x: ...", 0),
    "__eq__": ("x == 1", 1), "__float__": ("float(x)", 0), "__floor__": ("math.floor(x)", 0), "__floordiv__": ("x // 1", 1),
    "__format__": ("f'{x}'", 1), "__fspath__": ("os.fspath(x)", 0), "__ge__": ("x >= 1", 1),
    "__getattr__": ("x.n", 1), "__getattribute__": ("x.n", 1), "__getitem__": ("x[0]", 1),
    "__getstate__": ("object.__reduce_ex__(x, 2)", 0), "__gt__": ("x > 1", 1), "__hash__": ("hash(x)", 0),
    "__iadd__": ("x += 1", 1), "__iand__": ("x &= 1", 1), "__ifloordiv__": ("x //= 1", 1), "__ilshift__": ("x <<= 1", 1),
    "__imatmul__": ("x @= 1", 1), "__imod__": ("x %= 1", 1), "__imul__": ("x *= 1", 1), "__index__": ("range(x)", 0),
    "__int__": ("int(x)", 0), "__invert__": ("~x", 0), "__ior__": ("x |= 1", 1), "__ipow__": ("x **= 1", 1),
    "__irshift__": ("x >>= 1", 1), "__isub__": ("x -= 1", 1), "__iter__": ("iter(x)", 0), "__itruediv__": ("x /= 1", 1),
    "__ixor__": ("x ^= 1", 1), "__le__": ("x <= 1", 1), "__len__": ("len(x)", 0), "__length_hint__": ("operator.length_hint(x)", 0),
    "__lshift__": ("x << 1", 1), "__lt__": ("x < 1", 1), "__matmul__": ("x @ 1", 1), "__mod__": ("x % 1", 1),
    "__mul__": ("x * 1", 1), "__ne__": ("x != 1", 1), "__neg__": ("-x", 0), "__next__": ("next(x)", 0), "__or__": ("x | 1", 1),
    "__pos__": ("+x", 0), "__pow__": ("x ** 1", 1), "__radd__": ("1 + x", 1), "__rand__": ("1 & x", 1),
    "__rdivmod__": ("divmod(1, x)", 1), "__reduce__": ("object.__reduce_ex__(x, 2)", 0), "__repr__": ("repr(x)", 0),
    "__reversed__": ("reversed(x)", 0), "__rfloordiv__": ("1 // x", 1), "__rlshift__": ("1 << x", 1), "__rmatmul__": ("1 @ x", 1),
    "__rmod__": ("1 % x", 1), "__rmul__": ("1 * x", 1), "__ror__": ("1 | x", 1), "__round__": ("round(x)", 0),
    "__rpow__": ("1 ** x", 1), "__rrshift__": ("1 >> x", 1), "__rshift__": ("x >> 1", 1), "__rsub__": ("1 - x", 1),
    "__rtruediv__": ("1 / x", 1), "__rxor__": ("1 ^ x", 1), "__setattr__": ("x.n = 1", 2), "__setitem__": ("x[0] = 1", 2),
    "__sizeof__": ("sys.getsizeof(x)", 0), "__str__": ("str(x)", 0), "__sub__": ("x - 1", 1), "__truediv__": ("x / 1", 1),
    "__trunc__": ("math.trunc(x)", 0), "__xor__": ("x ^ 1", 1),
}  # fmt: skip
#: By number of arguments: what changes `y`, and returns nothing of use.
CHANGES = {0: "[5].clear", 1: "[5].append", 2: "{}.setdefault"}
#: What an object needs besides, to be asked for it.
BESIDE = {
    "__reversed__": "    __getitem__ = max\n",
    "__enter__": "    __exit__ = max\n",
    "__aenter__": "    __aexit__ = max\n",
}
MODULES = "import math, operator, os, sys\n"


#: Functions of C's that call one, and of how many arguments.
BY_FUNCTIONS = [
    ("bin(x)", "__index__", 0), ("chr(x)", "__index__", 0), ("hex(x)", "__index__", 0), ("oct(x)", "__index__", 0),
    ("pow(x, 1)", "__pow__", 1), ("all([x])", "__bool__", 0), ("any([x])", "__bool__", 0), ("sum([x])", "__radd__", 1),
    ("max(x, x)", "__gt__", 1), ("min(x, x)", "__lt__", 1), ("sorted([x, x])", "__lt__", 1), ("ascii(x)", "__repr__", 0),
    ("print(x)", "__str__", 0), ("setattr(x, 'n', 1)", "__setattr__", 2), ("getattr(x, 'n')", "__getattr__", 1),
    ("delattr(x, 'n')", "__delattr__", 1),
]  # fmt: skip
SPECIAL = [
    *((name, *asked) for name, asked in CALLED.items()),
    *((name, what, count) for what, name, count in BY_FUNCTIONS),
]


@pytest.mark.parametrize(("name", "what", "count"), SPECIAL)
def test_a_special_method_that_changes_what_it_is_bound_to(
    name: str, what: str, count: int
) -> None:
    if what.startswith(("async", "await")):
        what = f"async def f(x):\n    {what}\nf(x).send(None)"
    made, _, method = CHANGES[count].partition(".")
    setup = f"{MODULES}y = {made}\nclass C:\n{BESIDE.get(name, '')}    {name} = y.{method}\n"
    space: dict[str, Any] = {}
    exec(setup + "x = C()", space)
    with contextlib.suppress(Exception):
        compiled(space, what)(space["x"])
    assert repr(space["y"]) != made, "plain Python does not call it"
    # In a list: the test itself looks at variables.
    assert writes_y(touched(f"{setup}z = [C()]", f"x = z[0]\n{what}"))


def writes_y(footprint: str) -> bool:
    written = footprint.partition("writes ")[2]
    return bool({"y", "everything"} & {*written.split(", ")})


#: By kind of what C keeps for it: a class of Python that has one of them.
DERIVED = {
    "OBJECT": ("class C: ", "C()"), "CONTAINER": ("class C(list): ", "C()"), "TUPLE": ("class C(tuple):\n    __slots__ = ()", "C()"),
    "MIXED": ("class C(ValueError): ", "C()"), "ITERATOR": ("class C(map): ", "C(len, [])"),
    "FILE": ("import io\nclass C(io.FileIO): ", "C('/dev/null')"), "MODULE": ("import types\nclass C(types.ModuleType): ", "C('m')"),
    "CLASS": ("class C(type): ", "C('C', (), {})"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DERIVED)
def test_of_whatever_a_class_is_derived_its_methods_are_called(kind: str) -> None:
    begins, made = DERIVED[kind]
    setup = f"y = [5]\n{begins}\n    __bool__ = y.clear\nx = {made}\n"
    space: dict[str, Any] = {}
    exec(setup, space)
    assert effects.kind_of(type(space["x"])) == getattr(callables, kind)
    with contextlib.suppress(TypeError):
        bool(space["x"])
    assert space["y"] == [], "plain Python does not call it"
    tidy(space)
    assert writes_y(touched(setup, "not x"))


#: By what is done with `x`: a class whose method is asked of `x` while it is asked of it.
CIRCLES = {
    "not x": "import functools\nclass C(functools.partial): __repr__ = functools.partial.__repr__\nx = C(len)",
    "x == 1": "class C(list): ...\nx = C()\nC.__repr__ = x.__len__",
}


@pytest.mark.parametrize("what", CIRCLES)
def test_a_method_that_asks_for_itself_is_asked_once(what: str) -> None:
    with Desk(CIRCLES[what]) as desk:
        # Else it fails in the program's place.
        assert desk.does(2, f"return {what}") is False
        assert desk.footprint(2) == "reads x"


#: What C calls by itself of a class, and not of an object: whatever that touches.
OF_CLASSES = [
    "__init__", "__new__", "__init_subclass__", "__set_name__", "__class_getitem__", "__instancecheck__",
    "__subclasscheck__", "__subclasshook__", "__mro_entries__", "__prepare__", "__get__", "__set__",
    "__delete__", "keys", "items",
]  # fmt: skip
#: How a class gets it.
GIVEN = {
    "in its body": "class C:\n    {} = y.append",
    "later": "class C: ...\nC.{} = y.append",
    "by name": "class C: ...\nsetattr(C, '{}', y.append)",
    "as a class does": "class C: ...\ntype.__setattr__(C, '{}', y.append)",
    "by hand": "type('C', (), {{'{}': y.append}})",
    "as a slot": "class C:\n    {} = y.__iadd__",
}


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("name", OF_CLASSES)
def test_what_c_calls_of_a_class_is_said_to_be_unseen(name: str, given: str) -> None:
    with Desk("y = []") as desk:
        desk.does(2, GIVEN[given].format(name).replace("y.", "list."))
        assert not desk.settings.unsettled
        desk.does(2, GIVEN[given].format(name))
        assert f"gives a class a `{name}` of C's" in desk.settings.unsettled


# ------------------------------------------------------ what isn't simulated

#: By attribute: the modules it is in; of those that only other systems have, none is
#: there, and a module is known by its name.
OUTSIDE = {
    "getmtime": "posixpath ntpath genericpath", "getatime": "posixpath ntpath genericpath", "getctime": "posixpath ntpath genericpath",
    "urandom": "os posix nt", "getrandom": "os posix nt", "times": "os posix nt resource", "getloadavg": "os posix nt",
    "getrusage": "resource", "SystemRandom": "random secrets", "choice": "secrets", "token_bytes": "secrets", "token_hex": "secrets",
    "token_urlsafe": "secrets", "randbelow": "secrets", "randbits": "secrets", "uuid1": "uuid", "uuid4": "uuid",
    "uuid6": "uuid", "uuid7": "uuid", "getrefcount": "sys", "get_referrers": "gc", "getallocatedblocks": "sys",
    "getunicodeinternedsize": "sys", "get_count": "gc", "get_stats": "gc", "get_objects": "gc", "get_traced_memory": "tracemalloc",
    "get_tracemalloc_memory": "tracemalloc", "take_snapshot": "tracemalloc", "_current_frames": "sys",
    "_current_exceptions": "sys",
}  # fmt: skip
TIMES = [
    "st_mtime", "st_atime", "st_ctime", "st_birthtime", "st_mtime_ns", "st_atime_ns", "st_ctime_ns",
    "st_birthtime_ns",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_who_takes_what_is_not_simulated(name: str) -> None:
    for module in OUTSIDE[name].split():
        assert unsettles(f"import types\nx = types.ModuleType('{module}')", f"x.{name}")
    assert not unsettles("import types\nx = types.ModuleType('other')", f"x.{name}")


@pytest.mark.parametrize("name", TIMES)
def test_who_asks_when_a_file_was_changed(name: str) -> None:
    assert unsettles("import os\nx = os.stat('/')", f"x.{name}")


def test_who_looks_at_the_variables_of_a_function_that_may_go_on() -> None:
    setup = "import sys\ndef f(): return sys._getframe().f_locals\nx = f()"
    assert unsettles(setup, "len(x)")
    assert not unsettles("x = {}", "len(x)")


#: By what may warn: what is shared, and what is done.
WARNS = {
    "open": ("", "open('/dev/null', 'rb', 1).close()"),
    "compile": ("", "compile('1', 'f', 'exec')"),
    "eval": ("", "eval('1')"),
    "exec": ("", "exec('1')"),
    "decode": ("", "b'a'.decode('unicode_escape')"),
    "escape_decode": ("import codecs", "codecs.escape_decode(b'a')"),
    "unicode_escape_decode": ("import codecs", "codecs.unicode_escape_decode(b'a')"),
    "throw": ("def g():\n    try: yield\n    except KeyError: yield\nx = g()\nnext(x)", "x.throw(KeyError)"),
    "__reduce__": ("import itertools\nx = itertools.count()", "x.__reduce__()"),
    "__reduce_ex__": ("import itertools\nx = itertools.count()", "x.__reduce_ex__(2)"),
    "__copy__": ("import array\nx = array.array('i')", "x.__copy__()"),
    "__deepcopy__": ("import array\nx = array.array('i')", "x.__deepcopy__({})"),
    "__setstate__": ("import io\nx = io.StringIO()", "x.__setstate__(('', '', 0, None))"),
    "inv": ("import operator", "operator.inv(True)"),
    "invert": ("import operator", "operator.invert(True)"),
    "__invert__": ("x = True", "x.__invert__()"),
    "__bool__": ("x = 1", "x.__bool__()"),
    "utcfromtimestamp": ("import datetime", "datetime.datetime.utcfromtimestamp(0)"),
    "format": ("import decimal\nx = decimal.Decimal(1)", "format(x, 'n')"),
    "__format__": ("import decimal\nx = decimal.Decimal(1)", "x.__format__('n')"),
}  # fmt: skip
#: The same, of types and of methods of Python's.
WARNS_OF = {
    "str": ("x = b'a'", "str(x, 'unicode_escape')"),
    "array": ("import array", "array.array('u')"),
    "AST": ("import ast", "ast.Pass()"),
    "bool": ("x = []", "bool(x)"),
    "an element": ("import xml.etree.ElementTree as E\nx = E.Element('a')", "not x"),
    "an operator": ("x = True", "~x"),
    "a text": ("import decimal\nx = decimal.Decimal(1)", "f'{x:n}'"),
    "what C calls": ("import operator", "list(map(operator.inv, [True]))"),
    "elements among others": ("import xml.etree.ElementTree as E\nx = [E.Element('a')]", "any(x)"),
    **{
        name: (f"class C:\n    def {name}(self): return {value}\nx = C()", f"x.{name}()")
        for name, value in {"__index__": "True", "__int__": "True", "__float__": "1.0", "__complex__": "1j"}.items()
    },
}  # fmt: skip
if sys.version_info < (3, 14):  # later it is a method, and nothing warns
    HELD = "import functools\nclass C: n = functools.partial(int)\nclass D(C): ...\nx = D()"
    WARNS_OF |= {
        "a partial": (HELD, "x.n"),
        "a partial above": (HELD, "super(D, x).n"),
        "a partial that C calls": (HELD.replace("n =", "__len__ ="), "len(x)"),
    }


@pytest.mark.parametrize("name", [*WARNS, *WARNS_OF])
def test_what_may_warn_looks_at_the_filters(name: str) -> None:
    setup, what = {**WARNS, **WARNS_OF}[name]
    with warnings.catch_warnings(action="ignore"):
        found = touched(f"import warnings as y\n{setup}", what)
    assert "y.filters" in found
    assert "y.defaultaction" in found


def test_each_function_that_may_warn_has_a_row() -> None:
    assert WARNS.keys() == callables.WARNING


@pytest.mark.parametrize("what", ["str(x)", "array.array('i')", "len('a')", "print(x)"])
def test_what_never_warns_does_not_look_at_the_filters(what: str) -> None:
    found = touched("import warnings as y, array\nx = []", what)
    assert ("filters" in found) is ("array" in what)


def unsettles(setup: str, what: str) -> bool:
    with Desk(setup) as desk:
        desk.does(2, what)
        return bool(desk.settings.unsettled)


@pytest.mark.parametrize(
    ("asks", "sets"),
    [
        ("_csv.field_size_limit()", "_csv.field_size_limit(131072)"),
        ("_locale.setlocale(_locale.LC_CTYPE)", "_locale.setlocale(_locale.LC_CTYPE, 'C')"),
        ("_locale.setlocale(_locale.LC_CTYPE, None)", "_locale.setlocale(_locale.LC_CTYPE, 'C')"),
    ],
)  # fmt: skip
def test_who_only_asks_for_a_setting_sets_nothing(asks: str, sets: str) -> None:
    setup = "import _csv, _locale\nx = _locale.setlocale(_locale.LC_CTYPE)"
    assert not unsettles(setup, asks)
    assert unsettles(
        setup, f"try: {sets}\nfinally: _locale.setlocale(_locale.LC_CTYPE, x)"
    )


#: How a function of C's calls another with what nobody else sees.
UNSEEN = {
    "map": "map(y, x)", "filter": "filter(y, x)", "filterfalse": "itertools.filterfalse(y, x)",
    "takewhile": "itertools.takewhile(y, x)", "dropwhile": "itertools.dropwhile(y, x)",
    "accumulate": "itertools.accumulate(x, y)", "groupby": "itertools.groupby(x, y)",
    "starmap": "itertools.starmap(y, [x])", "iter": "iter(y, 1)",
}  # fmt: skip
AT_ONCE = {
    "reduce": "functools.reduce(y, x)", "sorted": "sorted(x, key=y)", "sort": "x.sort(key=y)",
    "min": "min(x, key=y)", "max": "max(x, key=y)",
}  # fmt: skip
#: Functions that change files.
FILES = {
    "open": "open", "open_code": "io.open_code", "FileIO": "io.FileIO", "remove": "os.remove",
    "partial": "functools.partial(os.mkdir)",
}  # fmt: skip
MISSING = "import functools, io, itertools, os\nx = ['/nowhere/a', '/nowhere/b']\n"


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("how", [*UNSEEN, *AT_ONCE])
def test_no_function_of_c_s_changes_files_unseen(how: str, file: str) -> None:
    setup = f"{MISSING}y = {FILES[file]}\n"
    what = AT_ONCE.get(how, "next(z)")
    if how in UNSEEN:
        setup += f"z = {UNSEEN[how]}\n"
    assert refuses(setup, what)
    assert not refuses(setup.replace(f"y = {FILES[file]}", "y = max"), what)


def refuses(setup: str, what: str) -> bool:
    with Desk(setup) as desk:
        try:
            desk.does(2, what)
        except Kill:
            return True
        return False


def test_classes_that_have_no_hash_are_refused() -> None:
    setup = "class M(type):\n    __hash__ = {}\nclass x(metaclass=M): ..."
    assert refuses(setup.format("None"), "class D(x): ...")
    assert not refuses(setup.format("type.__hash__"), "class D(x): ...")


def test_a_file_that_is_made_anew_is_looked_at_as_one_that_is_made() -> None:
    for what in ("io.FileIO('/a', 'w')", "x.__init__('/a', 'w')"):
        with Desk("import io\nx = io.FileIO('/dev/null')") as desk:
            desk.run.world.outside = lambda name, args: f"{name} {args[0]}"
            with pytest.raises(Kill):
                desk.does(2, what)
            assert "FileIO /a" in str(desk.run.failure)


# --------------------------------------------------------- what dies later

#: What a function makes that does something when it dies, and its call.
MADE = {
    "GeneratorType": ("def y():\n    try: yield\n    finally: ...", "y()"),
    "CoroutineType": ("async def y():\n    try: ...\n    finally: ...", "y()"),
    "AsyncGeneratorType": ("async def y():\n    try: yield\n    finally: ...", "y()"),
    "in a yield from": ("class C:\n    def __iter__(self):\n        try: yield\n        finally: ...\n"
                        "x = C()\ndef y():\n    yield from x", "y()\nnext(n)"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_who_made_what_does_something_when_it_dies(name: str) -> None:
    setup, what = MADE[name]
    with Desk(setup) as desk:
        desk.does(2, f"global n\nn = {what}")
        made = [type(ref()).__name__ for ref, _, _ in desk.run.born.values() if ref]
        wanted = {"in a yield from": 2}.get(name, 1)
        assert len(made) == wanted
        if wanted == 1:
            assert made == [getattr(types, name).__name__]
        if name == "CoroutineType":
            desk.space["n"].close()


# ------------------------------------------------ attributes that classes have

#: By kind of object: a setup in which `x` and `y` have the attribute `n`.
HAVE = {
    "an object": "class C: n = 1\nx, y = C(), C()",
    "a slot of two names": "class C: __slots__ = 'm',\nC.n = C.m\nx, y = C(), C()\nx.m = y.m = 1",
    "a list": "class C(list): n = 1\nx, y = C(), C()",
    "a class": "class C: n = 1\nx = y = C",
    "a mixed one": "class C(ValueError): n = 1\nx, y = C(), C()",
    "a file": "import io\nclass C(io.StringIO): n = 1\nx, y = C(), C()",
    "an iterator": "class C(map): n = 1\nx, y = C(len, []), C(len, [])",
    "what is simulated": "from scheduler.world import primitives\nclass C(primitives.local): n = 1\nx = y = object.__new__(C)",
    "super": "class A: n = 1\nclass C(A): ...\nx, y = super(C, C()), super(C, C())",
    "a property": "class C(property): n = 1\nx, y = C(), C()",
}  # fmt: skip


@pytest.mark.parametrize("name", HAVE)
def test_who_takes_what_a_class_may_get_anew_asks_the_class(name: str) -> None:
    settings = Settings("opcode", learns=False)
    settings.class_names.add("n")
    with Desk(HAVE[name], settings=settings) as desk:
        # What the first finds out, the second knows.
        for thread, variable in ((1, "y"), (2, "x")):
            desk.does(thread, f"{variable}.n")
            assert "class n" in desk.footprint(thread), thread


def test_an_attribute_that_is_known_is_read_of_its_own_object() -> None:
    with Desk(HAVE["an object"]) as desk:
        desk.does(1, "y.n")
        desk.does(2, "x.n")
        assert (desk.footprint(1), desk.footprint(2)) == ("reads y.n", "reads x.n")


def test_an_attribute_that_is_known_is_set_on_its_own_object() -> None:
    settings = Settings("opcode", learns=False)
    settings.class_names.add("n")
    with Desk(HAVE["an object"], settings=settings) as desk:
        for thread, variable in ((1, "y"), (2, "x")):
            desk.does(thread, f"{variable}.n = 2")
            found = desk.footprint(thread)
            assert f"writes {variable}.n" in found, thread
            assert "class n" in found, thread


@pytest.mark.parametrize("what", ["dir()", "dir(*())"])
def test_a_module_that_lists_its_names_reads_them_all(what: str) -> None:
    with Desk("n = 1") as desk:
        code = compile(what, FILE, "exec")
        desk.does(2, types.FunctionType(code, desk.space))
        assert desk.footprint(2) == "reads globals"


# ------------------------------------------------------------- generators


def test_a_loop_over_what_nobody_else_has_reads_what_is_below() -> None:
    with Desk("x = [1, 2]") as desk:
        desk.does(1, "def g():\n    for i in x: yield i\nglobal n\nn = g()\nnext(n)")
        assert desk.does(2, "return next(n)") == 2
        assert desk.footprint(2) == "reads global n, x; writes n"


def test_generators_that_wait_for_each_other_in_a_circle_end_the_search() -> None:
    """Of those that are gone another may have the number."""
    known: dict[int, Any] = {1: (lambda: object, 10), 2: (lambda: object, 20)}
    run: Any = types.SimpleNamespace(generators=known, waiting={10: 2, 20: 1})
    assert effects._dying(run, 1, closed=True) is None


# ------------------------------------------------------------------ names


def test_what_a_method_is_called_with_gets_a_name() -> None:
    with Desk("class C:\n    def m(self, v): return v\ny = C().m") as desk:
        assert desk.run.knows(desk.does(2, "return y(*([],))"))


@pytest.mark.parametrize("base", ["tuple", "frozenset"])
def test_what_cannot_change_is_looked_into_as_c_does(base: str) -> None:
    setup = f"""\
class C({base}):
    __slots__ = ()
    def __iter__(self): raise AssertionError
    def __len__(self): return 100
class D: ...
"""
    with Desk(setup) as desk:
        item, cls = desk.space["D"](), desk.space["C"]
        assert not desk.run.knows(item)
        desk.run.meet(desk.run.tasks[1], cls([item]))
        assert desk.run.knows(item)


@pytest.mark.parametrize(
    ("granularity", "lines"),
    [("opcode", False), ("gil", False), ("line", True), ("reader", True)],
)
def test_code_of_a_module_of_the_program_s_has_stops_at_lines(
    granularity: str, lines: bool
) -> None:
    with Desk(granularity=granularity) as desk:
        code = compiled(desk.space, "return 1").__code__
        monitor._adopt_own(desk.run, code)
        desk.codes.append(code)
        events = sys.monitoring.get_local_events(monitor._tool, code)
        assert bool(events & sys.monitoring.events.LINE) == lines
