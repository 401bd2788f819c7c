"""What was there before the program: what is looked after, and that it is put back."""

from __future__ import annotations

import builtins
import importlib
import types
from typing import Any

import pytest

from scheduler.model.identity import identity
from scheduler.world import elders

#: A module that holds one of each.
MODULE = """\
import _random, collections, decimal, functools, sys, weakref
class C:
    held = []
    __slots__ = "n", "__dict__", "__weakref__"
    @property
    def p(self): ...
def f(a=[], *, b=[]): ...
f.n = []
def make():
    inner = []
    def get(): return inner
    return get
get = make()
@functools.lru_cache
def cached(a=[]): ...
x = C()
x.n = []
x.m = []
outer = [[], iter([]), functools.partial(f), _random.Random(), decimal.Context().flags, weakref.ref(C)]
items = collections.deque(), collections.OrderedDict(), {}, set(), bytearray()
circle = []
circle.append(circle)
iterator, partial, chance, flags = outer[1:5]
number, text = 1, ""
module, of_c, views = sys, len, {}.keys
mapping = C.__dict__
"""
#: What is found, by an expression; of what hides its state, only what a module itself holds.
FOUND = [
    "outer", "outer[0]", "x", "x.n", "x.m", "C.held", "C.p", "f", "f.n", "f.__defaults__[0]",
    "f.__kwdefaults__['b']", "get", "get.__closure__[0]", "get()", "cached", "cached.__wrapped__",
    "cached.__wrapped__.__defaults__[0]", "items[0]", "items[1]", "items[2]", "items[3]", "items[4]",
    "circle",
]  # fmt: skip
HIDDEN = ["iterator", "partial", "chance", "flags"]
NOT_FOUND = [
    "number", "text", "module", "of_c", "views", "mapping", "C", "sys.modules", "outer[5]", "items",
    "type(C.__dict__['n'])", "vars(sys)", "__builtins__",
]  # fmt: skip


def module(name: str = "elderly") -> dict[str, Any]:
    made = types.ModuleType(name)
    scope = vars(made)
    exec(MODULE, scope)
    return scope


@pytest.mark.parametrize("what", FOUND)
def test_what_a_module_holds_is_found(what: str) -> None:
    scope = module()
    for private in (False, True):
        assert identity(eval(what, scope)) in elders.reached(scope, private)


class Explores:
    """What belongs to who explores."""

    def __init__(self) -> None:
        self.all: list[Any] = [[]]


def test_what_belongs_to_who_explores_is_left_alone() -> None:
    scope = module()
    explores = scope["outer"][0]
    explores.append(Explores())
    for private in (False, True):
        found = elders.reached(scope, private)
        assert identity(explores) in found
        assert identity(explores[0]) not in found
        assert identity(explores[0].all) not in found


@pytest.mark.parametrize("what", HIDDEN)
def test_what_hides_its_state_is_found_where_a_module_holds_it(what: str) -> None:
    scope = module()
    value = scope[what]
    assert identity(value) in elders.reached(scope, private=False)
    assert identity(value) not in elders.reached(scope, private=True)
    del scope[what]
    assert identity(value) not in elders.reached(scope, private=False)


@pytest.mark.parametrize("what", NOT_FOUND)
def test_what_cannot_change_or_is_another_s_is_not_found(what: str) -> None:
    scope = module()
    assert identity(eval(what, scope)) not in elders.reached(scope, private=False)


def test_what_another_module_defines_is_that_one_s() -> None:
    scope = module()
    other = module("other")
    scope.update(
        theirs=eval("lambda a=[]: a", other), they=other["C"], held=vars(builtins)
    )
    found = elders.reached(scope, private=False)
    assert identity(scope["theirs"]) not in found
    assert identity(other["C"].held) not in found
    assert identity(vars(builtins)) not in found


@pytest.mark.parametrize(
    "name", ["scheduler.world.elders", "importlib.abc", "_frozen_importlib"]
)
def test_what_each_run_has_of_its_own_is_not_found(name: str) -> None:
    """The engine's own, and what holds what is on the disk."""
    scope = module()
    scope["x"].__class__.__module__ = name
    assert identity(scope["x"]) not in elders.reached(scope, private=False)


def test_what_a_real_module_holds_is_found_again() -> None:
    import textwrap

    first = elders.reached(vars(textwrap), private=False)
    assert elders.reached(vars(textwrap), private=False) == first
    textwrap.left = []  # type: ignore[attr-defined]
    try:
        again = elders.reached(vars(textwrap), private=False)
        assert identity(textwrap.left) in again  # type: ignore[attr-defined]
    finally:
        del textwrap.left  # type: ignore[attr-defined]


#: What is looked after, what a run does to it, and what shows that.
CHANGED = {
    "a list": ("x = [1]", "x[:] = 2, 3", "x"),
    "an ordered dict": ("import collections\nx = collections.OrderedDict(a=1, b=2)", "x.move_to_end('a'); x['c'] = 1", "list(x.items())"),
    "a dict": ("x = {1: 2}", "x.clear(); x[3] = 4", "x"),
    "a set": ("x = {1}", "x.add(2)", "x"),
    "a deque": ("import collections\nx = collections.deque([1], 3)", "x.append(2)", "x"),
    "bytes that change": ("x = bytearray(b'a')", "x.extend(b'b')", "x"),
    "a list with attributes": ("class L(list): ...\nx = L([1])\nx.n = 1", "x.append(2); x.n = 2", "x, x.n"),
    "an object": ("class C: ...\nx = C()\nx.n = 1", "x.n = 2; x.m = 3", "vars(x)"),
    "an object's class": ("class C: ...\nclass D: ...\nx = C()", "x.__class__ = D", "type(x)"),
    "an object's dict": ("class C: ...\nx = C()\nx.n = 1\nd = vars(x)", "x.__dict__ = {}", "vars(x) is d, vars(x)"),
    "a slot": ("class C: __slots__ = 'n',\nx = C()\nx.n = 1", "x.n = 2", "x.n"),
    "a slot that is deleted": ("class C: __slots__ = 'n',\nx = C()\nx.n = 1", "del x.n", "getattr(x, 'n', None)"),
    "a slot that was empty": ("class C: __slots__ = 'n',\nx = C()", "x.n = 2", "hasattr(x, 'n')"),
    "a slot that is empty": ("class C: __slots__ = 'n',\nx = C()", "...", "hasattr(x, 'n')"),
    "a function's code": ("def x(): return 1", "x.__code__ = (lambda: 2).__code__", "x()"),
    "a function's defaults": ("def x(a=1): return a", "x.__defaults__ = (2,)", "x()"),
    "a function's keywords": ("def x(*, a=1): return a", "x.__kwdefaults__ = {'a': 2}", "x()"),
    "a function's name": ("def x(): ...", "x.__name__ = 'y'", "x.__name__"),
    "a function's whole name": ("def x(): ...", "x.__qualname__ = 'y'", "x.__qualname__"),
    "a function's text": ("def x(): ...", "x.__doc__ = 'y'", "x.__doc__"),
    "a function's module": ("def x(): ...", "x.__module__ = 'y'", "x.__module__"),
    "a function's attributes": ("def x(): ...\nx.n = 1", "x.n = 2; x.m = 3", "vars(x)"),
    "a cell": ("import types\nx = types.CellType(1)", "x.cell_contents = 2", "x"),
    "an empty cell": ("import types\nx = types.CellType()", "x.cell_contents = 2", "repr(x)"),
    "a property": ("x = property(doc='a')", "x.__doc__ = 'b'", "x.__doc__"),
    "a cache": ("import functools\nx = functools.lru_cache(len)", "x('a')", "x.cache_info()"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_what_a_run_changes_is_put_back(name: str) -> None:
    setup, change, shows = CHANGED[name]
    scope: dict[str, Any] = {"__name__": "elderly"}
    exec(setup, scope)
    before = repr(eval(shows, scope))
    back = elders.remembered(scope["x"])
    assert back
    exec(change, scope)
    assert change == "..." or repr(eval(shows, scope)) != before, "nothing was changed"
    for put in back:
        put()
    assert repr(eval(shows, scope)) == before


@pytest.mark.parametrize("what", HIDDEN)
def test_what_hides_its_state_cannot_be_put_back(what: str) -> None:
    assert elders.remembered(module()[what]) == []


def test_the_registry_of_an_abstract_class_is_put_back() -> None:
    abc = importlib.import_module("abc")
    base = abc.ABCMeta("Base", (), {})
    base.register(int)
    put = elders.registry(base)
    base.register(str)
    assert issubclass(str, base)
    put()
    assert (issubclass(int, base), issubclass(str, base)) == (True, False)
