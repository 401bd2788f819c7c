"""What a run learns of its program, and what it calls the objects that it meets."""

from __future__ import annotations

import contextlib
import gc
import pkgutil
import re
import types
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scheduler.bytecode import callables, effects, monitor
from scheduler.engine.record import NAMED
from scheduler.engine.records import Observer, Settings
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.model.place import HERE
from scheduler.world import modules, primitives
from tests.scheduler.below.toy import Desk, unseen

SETUP = """\
import types
class C:
    n = 1
class L(list): ...
x, y, z = C(), L(), []
m = types.ModuleType('m')
def g(): ...
e = ValueError()
class S(C):
    def d(self): return super().__dict__
s = S()
"""


def learned(
    what: str | Callable[[Desk], None], setup: str = SETUP
) -> tuple[list[str], bool]:
    """What the second thread's act teaches, and whether the run begins anew."""
    with Desk(setup, settings=Settings("opcode")) as desk:
        if isinstance(what, str):
            desk.does(2, what)
        else:
            what(desk)
        return desk.learned, desk.run.restart


# ------------------------------------------------------------ learned at once

#: What is done, and what of the settings says so.
TEACHES = {
    "an object's dict": ("x.__dict__", ["whole_objects"]),
    "vars of an object": ("vars(x)", ["whole_objects"]),
    "a module's dict": ("m.__dict__", ["whole_objects"]),
    "the globals as a dict": ("globals().keys()", ["whole_objects"]),
    "a class attribute": ("C.n = 2", ["class_names"]),
    "a class attribute, deleted": ("del C.n", ["class_names"]),
    "a class attribute by type": ("type.__setattr__(C, 'n', 2)", ["class_names"]),
    "all class attributes, looked at": ("C.__dict__", ["class_names"]),
    "vars of a class": ("vars(C)", ["class_names"]),
    "subclasses, asked for": ("C.__subclasses__()", ["class_names"]),
    "a special attribute of a class": ("C.__len__ = None", ["class_names", "everything"]),
    "what everybody's builtins are": ("import builtins\nbuiltins.__dict__", ["builtins", "whole_objects"]),
    "an object's class": ("x.__class__ = C", ["everything"]),
    "a function's code": ("g.__code__ = g.__code__", ["everything"]),
    "an object's dict, by super": ("s.d()", ["whole_objects"]),
    "an exception's dict": ("e.__dict__", ["whole_objects"]),
    "an object's dict, replaced": ("x.__dict__ = {}", ["everything", "whole_objects"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEACHES)
def test_is_learned(name: str) -> None:
    what, expected = TEACHES[name]
    assert learned(what) == (expected, True)


@pytest.mark.parametrize("name", TEACHES)
def test_is_learned_once(name: str) -> None:
    what, _ = TEACHES[name]
    settings = Settings("opcode")
    for _ in range(3):
        with Desk(SETUP, settings=settings) as desk:
            desk.does(2, what)
    assert not desk.run.restart


@pytest.mark.parametrize("name", TEACHES)
def test_alone_nothing_is_learned_that_would_begin_anew_again(name: str) -> None:
    what, _ = TEACHES[name]
    settings = Settings("opcode")
    for _ in range(2):
        with Desk(SETUP, settings=settings, alone=True) as desk:
            desk.does(1, what)
    assert not desk.run.restart


def test_a_dict_that_a_call_gives_has_a_name_too() -> None:
    with Desk(SETUP) as desk:
        assert desk.does(2, "setattr(x, '__dict__', {})") is None
        x = desk.space["x"]
        names = desk.run.names
        assert names[identity(x.__dict__)][2] == names[identity(x)][2]


@pytest.mark.parametrize("name", ["x", "y", "f", "e"])
def test_what_shows_all_attributes_takes_the_dict(name: str) -> None:
    with Desk(SETUP + "f = open('/dev/null')") as desk:
        effects._method(
            desk.run, desk.run.tasks[1], "__reduce_ex__", desk.space[name], [2]
        )
        assert desk.settings.whole_objects == 1


def test_what_code_is_run_in_has_a_name() -> None:
    with Desk(SETUP + "k = [{'__builtins__': {}}] + [0] * 16") as desk:
        assert not desk.run.knows(desk.space["k"][0])
        desk.does(2, "exec('', k[0])")
        assert desk.run.knows(desk.space["k"][0])


def test_what_a_call_sets_has_a_name() -> None:
    with Desk(SETUP) as desk:
        desk.does(2, "setattr(x, 'n', [])")
        assert desk.run.knows(desk.space["x"].n)


@pytest.mark.parametrize(
    "take",
    [
        "global d\nd = x.__dict__",
        "global d\nk = C()\nd = k.__dict__\nz.append(k)",
        "global d\nmatch x:\n    case object(__dict__=k): d = k",
    ],
)
def test_a_dict_that_was_taken_alone_is_its_object_s_once_it_is_used(take: str) -> None:
    with Desk(SETUP, settings=Settings("opcode"), alone=True) as desk:
        desk.does(1, take)
        desk.part()
        desk.does(2, "d['n'] = 1")
        assert desk.learned == ["whole_objects"]
        assert desk.run.restart


def test_what_the_library_never_sets_is_recorded_once_the_program_sets_it() -> None:
    code = compile("", "of_the_library.py", "exec")
    constants = effects.Constants(code, "of_the_library")
    monitor.private_files["of_the_library.py"] = constants
    owner = types.ModuleType("of_the_library")
    try:
        with Desk(SETUP, settings=Settings("opcode")) as desk:
            desk.run.rebinds(desk.run.tasks[1], owner, "n")
            assert desk.run.restart
            assert constants.learned == {"n"}
            # It is known now.
            assert not monitor.rebind(owner, "n")
    finally:
        del monitor.private_files["of_the_library.py"]
        monitor.renew()


@pytest.mark.parametrize(
    "function",
    [setattr, delattr, object.__setattr__, object.__delattr__, type.__setattr__, type.__delattr__],
)  # fmt: skip
def test_a_call_that_sets_what_it_is_given_the_name_of_is_told(
    function: Callable[..., None],
) -> None:
    told: list[Any] = []

    def rebinds(task: Any, owner: Any, name: Any) -> None:
        told.append(name)

    monitor.ignore(rebinds.__code__)
    with Desk(SETUP) as desk:
        desk.run.rebinds = rebinds  # type: ignore[method-assign]
        desk.space["z"] = function
        value = ", 1" if "set" in function.__name__ else ""
        desk.does(
            2, f"z({'C' if function.__qualname__[:4] == 'type' else 'x'}, 'n'{value})"
        )
        assert told == ["n"]


def test_a_property_whose_functions_are_written_in_c_is_learned() -> None:
    for made in ("property(list.pop)", "property().getter(list.pop)",
                 "property().setter(list.append)", "property().deleter(list.pop)"):  # fmt: skip
        with Desk(SETUP) as desk:
            assert not desk.run.c_getters
            desk.does(2, f"k = {made}")
            assert desk.run.c_getters


def test_a_property_whose_functions_are_written_in_c_does_what_they_do() -> None:
    setup = "class L(list):\n    n = property(list.pop, list.append)\nx = L([1, 2])"
    for what, expected in (("x.n", "writes x"), ("x.n = 1", "writes x, x.n")):
        with Desk(setup) as desk:
            desk.run.c_getters = True
            desk.does(2, what)
            assert (
                expected.split()[1].rstrip(",")
                in desk.footprint(2).partition("writes ")[2]
            )


def test_attributes_of_modules_are_whole_with_a_module_s_dict_alone() -> None:
    for what, expected in (
        ("x.__dict__", 1),
        ("m.__dict__", 2),
        ("globals().keys()", 2),
    ):
        settings = Settings("opcode")
        with Desk(SETUP, settings=settings) as desk:
            desk.does(2, what)
        assert settings.whole_objects == expected
    with Desk(SETUP, settings=Settings("opcode")) as desk:
        desk.does(2, "g.__dict__")
        assert desk.settings.whole_objects == 0


@pytest.mark.parametrize(
    ("whole", "what", "expected"),
    [
        (1, "x.n", "reads x"), (1, "x.n = 1", "writes x"), (1, "m.n = 1", "reads global m; writes m"),
        (1, "global k\nk = 1", "writes global k"),
        (2, "x.n", "reads x"), (2, "global k\nk = 1", "writes globals"), (2, "m.n = 1", "reads globals; writes m"),
    ],
)  # fmt: skip
def test_attributes_that_are_one_location(whole: int, what: str, expected: str) -> None:
    settings = Settings("opcode")
    settings.whole_objects = whole
    with Desk(SETUP, settings=settings) as desk:
        desk.does(2, what)
        assert desk.footprint(2) == expected


def test_the_dict_of_an_object_is_the_object() -> None:
    """What is done to either is done to both."""
    settings = Settings("opcode")
    settings.whole_objects = 1
    with Desk(SETUP, settings=settings) as desk:
        desk.does(2, "x.__dict__['n'] = 1")
        assert desk.footprint(2) == "writes x"
        number = desk.run.names[identity(desk.space["x"])][2]
        assert desk.run.names[identity(desk.space["x"].__dict__)][2] == number


def test_builtins_that_change_are_looked_up_like_globals() -> None:
    settings = Settings("opcode")
    settings.builtins = True
    with Desk("def f(x, y, z):\n    len\nclass C: pass", settings=settings) as desk:
        desk.does(2, desk.space["f"])
        task = desk.run.tasks[1]
        import builtins

        number = desk.run.names[identity(builtins.__dict__)][2]
        assert task.head.footprint[number, "len"] == 1
        task.head.footprint.clear()
        desk.does(2, "class D:\n    n = len")
        assert task.head.footprint[number, "len"] == 1


def test_builtins_that_change_are_learned() -> None:
    with Desk(settings=Settings("opcode")) as desk:
        desk.run.by_builtins(desk.run.tasks[1])
        assert desk.run.restart
    with Desk(settings=Settings("opcode"), alone=True) as desk:
        desk.run.by_builtins(desk.run.tasks[0])
        assert not desk.settings.builtins


def test_code_that_is_given_builtins_of_its_own_is_learned() -> None:
    """Even where nobody else is there yet."""
    for own, learned in (("{}", True), ("__builtins__", False)):
        with Desk("y = {}", settings=Settings("opcode"), alone=True) as desk:
            desk.does(1, f"y['__builtins__'] = {own}\nexec('', y)")
            assert desk.run.restart == desk.settings.builtins == learned


def test_code_that_is_given_the_usual_builtins_may_change_them_for_others() -> None:
    for alone in (True, False):
        with Desk("y = {}", settings=Settings("opcode"), alone=alone) as desk:
            desk.does(1, "y['__builtins__'] = __builtins__\nexec('', y)")
            assert desk.settings.builtins is not alone


@pytest.mark.parametrize("name", ["__import__", "__build_class__"])
def test_what_instructions_call_by_themselves_is_everything(name: str) -> None:
    with Desk(settings=Settings("opcode")) as desk:
        desk.run.by_builtins(desk.run.tasks[1], name)
        assert desk.footprint(2) == "writes everything"
        assert desk.settings.builtins


def test_a_dict_that_code_runs_in_is_one_location() -> None:
    with Desk("x = {'n': 1, '__builtins__': {}}\ny = {}") as desk:
        desk.does(2, "exec('n', x)")
        assert identity(desk.space["x"]) in desk.run.scopes
        assert identity(desk.space["x"]["__builtins__"]) in desk.run.scopes
        assert desk.run.knows(desk.space["x"]["__builtins__"])
        assert desk.settings.builtins
        desk.run.touch(desk.run.tasks[1], desk.space["x"], "n", True)
        assert desk.footprint(2) == "writes x"
        assert identity(desk.space["y"]) not in desk.run.scopes


def test_the_globals_that_a_function_is_made_of_are_one_location() -> None:
    with Desk("import types\nx = {'n': 1}\ng = lambda: n") as desk:
        desk.does(2, "types.FunctionType(g.__code__, x)()")
        assert identity(desk.space["x"]) in desk.run.scopes
        desk.run.touch(desk.run.tasks[1], desk.space["x"], "n", True)
        assert "writes x" in desk.footprint(2)


def test_the_globals_that_code_runs_in_stay_names() -> None:
    with Desk("n = 1") as desk:
        desk.does(2, "exec('n', globals())")
        assert desk.run.scopes == set()
        assert desk.footprint(2) == "reads global n"


# ------------------------------------------------- what can't be told, said


@pytest.mark.parametrize(
    ("what", "said"),
    [*((text, "whether an object is still there") for text in
       ("ref()", "proxy.n", "weakref.getweakrefs(x)", "weakref.getweakrefcount(x)")), *((f"z[0].{name}", "looks into a function")
       for name in ("f_back", "f_lasti", "f_lineno", "f_locals", "f_trace"))],
)  # fmt: skip
def test_what_is_not_seen_settles_nothing(what: str, said: str) -> None:
    setup = (
        "import sys, weakref\nclass C: n = 1\nx = C()\nref = weakref.ref(x)\n"
        "proxy = weakref.proxy(x)\n"
        "def gen():\n    yield\nk = gen()\nz = [k.gi_frame]"
    )
    with Desk(setup) as desk:
        desk.does(2, what)
        # Of the program's own code alone: the library's is known.
        assert said in desk.settings.unsettled
    with Desk(setup, alone=True) as desk:
        desk.does(1, what)
        assert desk.settings.unsettled == ""


@pytest.mark.parametrize(
    "what",
    [
        "sys.setrecursionlimit(sys.getrecursionlimit())",
        "sys.set_int_max_str_digits(sys.get_int_max_str_digits())",
        "list(map(sys.setrecursionlimit, [sys.getrecursionlimit()]))",
        "csv.field_size_limit(csv.field_size_limit())",
        "locale.setlocale(locale.LC_ALL, locale.setlocale(locale.LC_ALL))",
    ],
)
def test_a_setting_is_looked_at_unseen(what: str) -> None:
    setup = "import csv, locale, sys"
    with Desk(setup) as desk:
        desk.does(2, what)
        assert "changes a setting" in desk.settings.unsettled
    with Desk(setup, alone=True) as desk:
        desk.does(1, what)
        assert desk.settings.unsettled == ""


@pytest.mark.parametrize("alone", [False, True])
def test_what_is_registered_outlasts_the_run(alone: bool) -> None:
    with Desk("import codecs", alone=alone) as desk:
        desk.does(1, "codecs.register_error('toy', codecs.strict_errors)")
        said = "the next run finds" if alone else "changes a setting"
        assert said in desk.settings.unsettled


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("datetime.datetime.now()", "asks datetime"), ("D.utcnow()", "asks datetime"), ("datetime.date.today()", "asks datetime"),
        ("f = datetime.datetime.now", "asks datetime"), ("os.stat('.').st_mtime", "asks when a file"),
        ("os.path.getmtime('.')", "asks when a file"), ("from os.path import getatime", "asks when a file"),
        ("os.urandom(1)", "draws random"), ("from os import urandom", "draws random"), ("secrets.randbelow", "draws random"),
        ("from secrets import token_hex", "draws random"), ("random.SystemRandom()", "draws random"),
        ("os.stat('.').st_size", ""), ("os.stat('.')[6]", ""), ("isinstance(os.stat('.'), tuple)", ""), ("x.now", ""), ("x.st_mtime", ""), ("x.urandom", ""), ("datetime.datetime.today", "asks datetime"),
        ("datetime.datetime.min.today", ""), ("datetime.date.fromordinal(1)", ""), ("from os.path import getsize", ""),
    ],
)  # fmt: skip
def test_what_is_not_simulated_settles_nothing(
    what: str, said: str, alone: bool
) -> None:
    setup = (
        "import datetime, os, random, secrets\nclass D(datetime.datetime): ...\n"
        "class C: now = st_mtime = urandom = 1\nx = C()"
    )
    with Desk(setup, alone=alone) as desk:
        desk.does(2 - alone, what)
        found = desk.settings.unsettled
    assert said in found if said else not found


@pytest.mark.parametrize(
    "what",
    [
        "x[7]", "x[-1]", "x[7:]", "x[i]", "tuple(x)", "a, *b = x", "x == (1,)", "print(x)", "f'{x}'", "max(x)", "list(x)", "hash(x)",
        "x.index(1)", "x.__getitem__(8)", "for a in x: pass", "[(x,)] == [(y,)]", "x + x", "sorted([x, y])",
    ],
)  # fmt: skip
def test_the_times_of_a_file_are_real_however_they_are_taken(what: str) -> None:
    setup = "import os\nx, y = os.stat('/'), os.stat('.')\nclass I:\n    def __index__(self): return 8\ni = I()"
    with Desk(setup) as desk:
        with contextlib.suppress(ValueError, TypeError):
            desk.does(2, what)
        assert "asks when a file" in desk.settings.unsettled


def _asks() -> Iterator[tuple[str, str]]:
    """All ways to ask for what isn't simulated that this interpreter's modules have."""
    for module, names in (
        ("os", r"urandom|getrandom|times|getloadavg"),
        ("os.stat_result", r"st_\w*time\w*"),
        ("os.path", "get[mac]time"),
        ("secrets", r"(?!compare_digest)(choice|token_\w+|rand\w+)"),
        ("uuid", "uuid[1467]"),
        ("random", "SystemRandom"),
        ("resource", "getrusage"),
        ("sys", r"getrefcount|get(allocated|unicode)\w+|_current_(frames|exceptions)"),
        ("gc", "get_(referrers|count|stats|objects)"),
        ("tracemalloc", r"get_\w*memory|take_snapshot"),
        ("datetime.datetime", "now|utcnow|today"),
        ("datetime.date", "today"),
    ):
        try:
            owner = pkgutil.resolve_name(module)
        except ImportError:
            continue
        for name in dir(owner):
            if re.fullmatch(names, name):
                yield module.partition(".")[0], f"{module}.{name}"


@pytest.mark.parametrize(("module", "what"), sorted(_asks()))
def test_none_of_what_is_not_simulated_is_forgotten(module: str, what: str) -> None:
    with Desk(f"import {module}") as desk:
        desk.does(2, what)
        assert re.match(r"line \d+ (asks|draws) ", desk.settings.unsettled)


def test_what_the_library_asks_for_itself_is_settled() -> None:
    with Desk() as desk:
        desk.run.asks_outside(desk.run.tasks[1], "library.py", "draws")
        assert desk.settings.unsettled == ""


def test_to_look_at_oneself_is_seen() -> None:
    with Desk("import sys") as desk:
        desk.does(2, "sys._getframe().f_lineno")
        assert desk.settings.unsettled == ""


@pytest.mark.parametrize("seen", [False, True])
def test_to_see_a_function_of_the_scheduler_settles_nothing(seen: bool) -> None:
    file = HERE + "other.py" if seen else "other.py"
    calls = compile("def calls(f): return f()", file, "exec")
    with Desk("import sys\ndef f(): return sys._getframe().f_back is None") as desk:
        exec(calls, desk.space)
        desk.does(2, "calls(f)")
        assert ("functions of the scheduler" in desk.settings.unsettled) is seen


@pytest.mark.parametrize("error", [RecursionError, ValueError])
def test_who_comes_to_the_end_of_the_stack_settles_nothing(error: type) -> None:
    with Desk("import sys\ndef f(error): raise error") as desk:
        desk.space["error"] = error
        desk.does(2, "f(error)")
        assert ("as deep as they may" in desk.settings.unsettled) is (
            error is RecursionError
        )


def test_the_first_that_is_not_seen_is_said() -> None:
    with Desk() as desk:
        desk.settings.unsettled = "before"
        desk.run.asks_for_life(desk.run.tasks[1])
        assert desk.settings.unsettled == "before"


MOURNED = "class C:\n    def __init__(self): self.n = 1\n    def __del__(self): pass\nx = [C()]"
YIELDING = "def f():\n    try:\n        yield 1\n        yield 2\n        yield 3\n    finally: pass\nx = [f()]"
FILES = "import io, os\nx = [io.TextIOWrapper(io.BytesIO())]"
SHOWN = "import array, io, mmap, operator, pickle, re, struct, types\nx = bytearray(b'ab')\nz = io.BytesIO(b'ab')\ny = array.array('b', b'ab')\nm = mmap.mmap(-1, 9)"
LENT = "def f(*, a=1): return a\nclass C:\n    def f(self, *, a=1): return a\nx = C()\ng = f.__kwdefaults__\nd = {'a': 1}\nimport types"
#: Who does what one after the other, unordered, and what is said of it at the end.
UNSEEN = {
    "a finalizer of what another knows": (MOURNED, ["2 x[0].n", "1 y = x.pop()", "2 x", "1 y = 1"], "runs when"),
    "a finalizer of one's own": (MOURNED, ["1 x", "2 C()"], ""),
    "a finalizer of one's own, told": (MOURNED, ["2 x", "1 y = C(); y.n; y = 1"], ""),
    "a finalizer of what nobody has named": (f"{MOURNED}\nclass D:\n    def __del__(self): pass", ["2 x", "1 y = [D()]; y = 1"], ""),
    "a finalizer of what each has made": (f"{MOURNED}\nclass D:\n    def __del__(self): pass", ["2 y = [D()]", "1 y = [D()]", "2 x", "1 y = [D()]; y = 1"], ""),
    "a finalizer of what another has had": (MOURNED, ["1 y = x[0]; y = 1", "2 y = x.pop(); y.n; y = 1"], "runs when"),
    "a finalizer of what shows itself": (f"{MOURNED}\nclass D:\n    def __init__(self): x[0] = self\n    def __del__(self): pass", ["1 y = D()", "2 y = x[0]; y = 1", "1 x.pop()"], "runs when"),
    "a finalizer of what another has made": (MOURNED, ["1 x.append(C())", "2 y = x.pop(); y = 1"], "runs when"),
    "a finalizer of what C makes": (MOURNED, ["2 x", "1 y = object.__new__(C); y = 1"], "runs when"),
    "a finalizer of what C makes, in a list": (MOURNED, ["2 x", "1 y = [object.__new__(C)]; y.append(1); y = 1"], "kept alive"),
    "a finalizer of what is made in its own way": (f"{MOURNED}\nclass D(C):\n    def __new__(cls): return x[0]", ["2 x", "1 y = D(); x.clear(); y = 1"], "runs when"),
    "a finalizer of what its class makes in its own way": (f"{MOURNED}\nclass M(type):\n    def __call__(cls): return x[0]\nclass D(C, metaclass=M): pass", ["2 x", "1 y = D(); x.clear(); y = 1"], "runs when"),
    "a finalizer that comes late": ("class C: pass\ndef __del__(self): pass\nx = [C()]", ["2 x", "1 C(); C.__del__ = __del__; y = [C()]; y.append(1); y = 1"], "kept alive"),
    "a finalizer, by a partial": (f"import functools\n{MOURNED}\nk = functools.partial(C)", ["2 x", "1 y = k(); y = 1"], ""),
    "a finalizer of a name": ("", ["1 class D:\n    def __del__(self): pass"], ""),
    "a finalizer that is none": ("", ["1 class D:\n    __del__ = None"], ""),
    "a finalizer of another name": ("", ["1 class D:\n    __del__ = lambda self: 1"], "has something done"),
    "a finalizer of any arguments": ("", ["1 class D:\n    def __del__(*args): pass"], "has something done"),
    "a finalizer of C's": (MOURNED, ["1 C.__del__ = print"], "has something done"),
    "a finalizer that is taken away": (MOURNED, ["1 del C.__del__"], ""),
    "a finalizer, set by a call": (MOURNED, ["1 setattr(C, '__del__', print)"], "has something done"),
    "a finalizer, set by a method": (MOURNED, ["1 type.__setattr__(C, '__del__', print)"], "has something done"),
    "a finalizer, taken away by a method": (MOURNED, ["1 type.__delattr__(C, '__del__')"], ""),
    "a finalizer of another name, elsewhere": ("class C: __del__ = lambda self: 1", ["1 C()"], "has something done"),
    "a finalizer that is an object, elsewhere": ("class C: __del__ = print", ["1 C()"], "has something done"),
    "a file that closes, elsewhere": ("import io\nclass C(io.StringIO):\n    def flush(self): pass", ["1 C()"], "has something done"),
    "a finalizer of a class by hand": ("", ["1 type('D', (), {'__del__': print})"], "has something done"),
    "a finalizer of a class by another's hand": ("class M(type): pass", ["1 M('D', (), {'__del__': print})"], "has something done"),
    "a class by hand": ("", ["1 type('D', (), {'n': print})"], ""),
    "a file of one's own that closes": ("import io", ["1 class D(io.StringIO):\n    def close(self): pass"], "has something done"),
    "a file of one's own": ("import io", ["1 class D(io.StringIO):\n    def open(self): pass", "2 io"], ""),
    "a generator within another": (f"{YIELDING}\ndef g(): yield from f()\nx = [g()]", ["1 next(x[0])", "2 y = x.pop(); y = 1"], "runs when"),
    "a generator within two": (f"{YIELDING}\ndef g(): yield from f()\ndef h(): yield from g()\nx = [h()]", ["1 next(x[0])", "2 y = x.pop(); y = 1"], "runs when"),
    "a generator within another, one's own": (f"{YIELDING}\ndef g(): yield from f()", ["1 x", "2 y = g(); next(y); y = 1"], ""),
    "a generator within another, closed": (f"{YIELDING}\ndef g(): yield from f()\nx = [g()]", ["1 next(x[0])", "2 x[0].close()"], ""),
    "a generator that is counted": (YIELDING, ["1 x", "2 for y in enumerate(f()): break"], ""),
    "a generator that is counted by a name": (YIELDING, ["1 x", "2 z = enumerate(f())\nfor y in z: break\nz = 1"], "kept alive"),
    "a generator beside others": (YIELDING, ["1 x", "2 for y in zip([1], f()): break"], ""),
    "a generator that another counts": (f"{YIELDING}\nx = [enumerate(f())]", ["1 next(x[0])", "2 for y in x.pop(): break", "1 x"], "kept alive"),
    "a generator within what closes": ("class C:\n    def __iter__(self): return self\n    def __next__(self): return 1\n    def close(self): pass\ndef f(): yield from C()", ["1 next(f())"], "has something done"),
    "a generator within what is no generator": ("class C:\n    def __iter__(self): return self\n    def __next__(self): return 1\ndef f(): yield from C()", ["1 next(f())"], ""),
    "a generator of a class": ("class C:\n    def __iter__(self):\n        try: yield 1\n        finally: pass", ["1 C", "2 for y in C(): break"], ""),
    "a generator of another's": (YIELDING, ["1 next(x[0])", "2 y = x.pop(); next(y); y = 1"], "runs when"),
    "a generator of one's own": (YIELDING, ["1 x", "2 y = f(); next(y); y = 1"], ""),
    "a generator that is closed": (YIELDING, ["1 next(x[0])", "2 x[0].close()"], ""),
    "a finalizer in a list": (MOURNED, ["2 x", "1 y = [C()]; y.append(1); y = 1"], "kept alive"),
    "a finalizer within others": (MOURNED, ["2 x", "1 y = [{1: (C(), 1)}]; y.append(1); y = 1"], "kept alive"),
    "a finalizer in two lists": (MOURNED, ["2 x", "1 z = C(); y = [z]; y.append([z]); y[1].append(1); y = z = 1"], "kept alive"),
    "a finalizer that another list holds": (MOURNED, ["2 x", "1 z = C(); x.append(z); y = [z]; y.append(1); y = z = 1"], ""),
    "a finalizer in a closure": (MOURNED, ["2 x", "1 z = C(); (lambda: z)(); z.n"], "kept alive"),
    "a generator in a list": (YIELDING, ["2 x", "1 y = [f()]; next(y[0]); y = 1"], "kept alive"),
    "a generator in a list, without finally": (f"{YIELDING}\ndef g(): yield 1", ["2 x", "1 y = [g()]; next(y[0]); y = 1"], ""),
    "a file in a list": (FILES, ["1 x[0].write('a'); y = x[:]; y.append(1); x.clear(); y = 1", "2 x"], "kept alive"),
    "a file, beside a look": (FILES, ["1 x[0].write('a')", "2 os.getcwd()", "1 x.pop()"], "the end of a file"),
    "a file, before a look": (FILES, ["1 f = x.pop(); f.write('a'); f = 1", "2 os.getcwd()"], "the end of a file"),
    "a file, alone": (FILES, ["1 f = x.pop(); f.write('a'); f = 1"], ""),
    "a file that nobody wrote to": (FILES, ["2 os.getcwd()", "1 x.pop()"], ""),
    "a file that C writes to": (f"{FILES}\nimport array\ny = array.array('b')\nz = [io.BufferedWriter(io.BytesIO())]", ["1 f = z.pop(); y.tofile(f); f = 1", "2 os.getcwd()"], "the end of a file"),
    "a file that was closed": (FILES, ["1 f = x.pop(); f.write('a'); f.close(); f = 1", "2 os.getcwd()"], ""),
    "a file that was detached": (FILES, ["1 f = x.pop(); f.write('a'); f.detach(); f = 1", "2 os.getcwd()"], ""),
    "a file in a with": (FILES, ["1 with x.pop() as f: f.write('a')\nf = 1", "2 os.getcwd()"], ""),
    "a view, then an append": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x.append(1)"], "changes the size"),
    "a view, then one's own append": (SHOWN, ["2 v = memoryview(x); v = 1; x.append(1)"], ""),
    "a view that is released": (SHOWN, ["1 v = memoryview(x); v.release()", "2 x.append(1)"], ""),
    "a view that another releases": (SHOWN, ["1 global v; v = memoryview(x)", "2 v.release(); x.append(1)"], "changes the size"),
    "two views, one released": (SHOWN, ["1 v = memoryview(x); w = memoryview(x); v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "an append before the view": (SHOWN, ["2 x.append(1)", "1 v = memoryview(x); v = 1"], ""),
    "a view of a view": (SHOWN, ["1 v = memoryview(x); w = memoryview(v); v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "a part of a view": (SHOWN, ["1 v = memoryview(x); w = v[1:]; v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "a view as another type": (SHOWN, ["1 v = memoryview(x); w = v.cast('b'); v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "a buffer, by its method": (SHOWN, ["1 v = x.__buffer__(0); v = 1", "2 x.append(1)"], "changes the size"),
    "a buffer": (SHOWN, ["1 v = z.getbuffer(); v = 1", "2 z.write(b'abc')"], "changes the size"),
    "of an array": (SHOWN, ["1 v = memoryview(y); v = 1", "2 y.append(1)"], "changes the size"),
    "a view that cannot be written to": (SHOWN, ["1 v = memoryview(x); w = v.toreadonly(); v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "what unpacks": (SHOWN, ["1 v = struct.iter_unpack('b', x); v = 1", "2 x.append(1)"], "changes the size"),
    "what a Struct unpacks": (SHOWN, ["1 v = struct.Struct('b').iter_unpack(x); v = 1", "2 x.append(1)"], "changes the size"),
    "what a pattern finds": (SHOWN, ["1 v = re.compile(b'a').finditer(x); v = 1", "2 x.append(1)"], "changes the size"),
    "what a pattern scans": (SHOWN, ["1 v = re.compile(b'a').scanner(x); v = 1", "2 x.append(1)"], "changes the size"),
    "what a pattern matches": (SHOWN, ["1 v = re.compile(b'a').match(x)[0]; v = 1", "2 x.append(1)"], ""),
    "a pickle's buffer": (SHOWN, ["1 v = pickle.PickleBuffer(x); v = 1", "2 x.append(1)"], "changes the size"),
    "a pickle's buffer, released": (SHOWN, ["1 v = pickle.PickleBuffer(x); v.release()", "2 x.append(1)"], ""),
    "a pickle's buffer, as bytes": (SHOWN, ["1 v = pickle.PickleBuffer(x); w = v.raw(); v.release(); w = 1", "2 x.append(1)"], "changes the size"),
    "a view that C makes": (SHOWN, ["1 v = [*map(memoryview, [x])]; v = 1", "2 x.append(1)"], "changes the size"),
    "a view that C makes of what it is": (SHOWN, ["1 v = [*map(io.BytesIO.getbuffer, [z])]; v = 1", "2 z.write(b'abc')"], "changes the size"),
    "a view that C makes by name": (SHOWN, ["1 v = [*map(operator.methodcaller('getbuffer'), [z])]; v = 1", "2 z.write(b'abc')"], "changes the size"),
    "what C makes by another name": (SHOWN, ["1 v = [*map(operator.methodcaller('upper'), [x])]; v = 1", "2 x.append(1)"], ""),
    "what C makes by an index": (SHOWN, ["1 v = [*map(operator.itemgetter([]), [{}.copy()])]; v = 1", "2 x.append(1)"], ""),
    "a list that C makes": (SHOWN, ["1 v = [*map(list, [x])]; v = 1", "2 x.append(1)"], ""),
    "a view, by __new__": (SHOWN, ["1 v = memoryview.__new__(memoryview, x); v = 1", "2 x.append(1)"], "changes the size"),
    "what a pattern finds in a view": (SHOWN, ["1 global v, w; v = memoryview(x); w = re.compile(b'a').finditer(v)", "2 v.release()"], "releases"),
    "what unpacks a view": (SHOWN, ["1 global v, w; v = memoryview(x); w = struct.iter_unpack('b', v)", "2 v.release()"], "releases"),
    "a pickle's buffer of a view": (SHOWN, ["1 global v, w; v = memoryview(x); w = pickle.PickleBuffer(v)", "2 v.__exit__(None, None, None)"], "releases"),
    "what a pattern finds in one's own view": (SHOWN, ["2 v = memoryview(x); w = re.compile(b'a').finditer(v); w = 1; v.release()"], ""),
    "a view of a view, then the end of that": (SHOWN, ["1 global v, w; v = memoryview(x); w = memoryview(v)", "2 v.release()"], ""),
    "a view as another type, then the end of that": (SHOWN, ["1 global v, w; v = memoryview(x); w = v.cast('b'), v.toreadonly(), v[1:]", "2 v.release()"], ""),
    "defaults, by __new__": (LENT, ["1 types.FunctionType.__new__(types.FunctionType, f.__code__, globals(), None, None, None, d)", "2 d['a'] = 2"], "changes the defaults"),
    "a map, then its end": (SHOWN, ["1 v = memoryview(m); v = 1", "2 m.close()"], "changes the size"),
    "a map, then its end by with": (SHOWN, ["1 v = memoryview(m); v = 1", "2 m.__exit__(None, None, None)"], "changes the size"),
    "a map, then its size": (SHOWN, ["1 v = memoryview(m); v = 1", "2 m.resize(9)"], "changes the size"),
    "a map, then an item": (SHOWN, ["1 v = memoryview(m); v = 1", "2 m.write(b'a')"], ""),
    "a map, released": (SHOWN, ["1 v = memoryview(m); v.release()", "2 m.close()"], ""),
    "an item": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x[0] = 1"], ""),
    "an item, by its method": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x.__setitem__(0, 1)"], ""),
    "a part": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x[:] = b''"], "changes the size"),
    "an item that goes": (SHOWN, ["1 v = memoryview(x); v = 1", "2 del x[0]"], "changes the size"),
    "in place": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x += b''"], "changes the size"),
    "a sum": (SHOWN, ["1 v = memoryview(x); v = 1", "2 x + b''"], ""),
    "defaults": (LENT, ["2 f.__kwdefaults__['a'] = 2"], "changes the defaults"),
    "defaults of a method": (LENT, ["2 x.f.__kwdefaults__.clear()"], "changes the defaults"),
    "defaults, by getattr": (LENT, ["2 getattr(f, '__kwdefaults__')['a'] = 2"], "changes the defaults"),
    "defaults, by one who took them early": (LENT, ["1 f.__kwdefaults__", "2 g['a'] = 2"], "changes the defaults"),
    "defaults, given": (LENT, ["1 f.__kwdefaults__ = d", "2 d['a'] = 2"], "changes the defaults"),
    "defaults, given by setattr": (LENT, ["1 setattr(f, '__kwdefaults__', d)", "2 d['a'] = 2"], "changes the defaults"),
    "defaults, given when it is made": (LENT, ["1 types.FunctionType(f.__code__, globals(), None, None, None, d)", "2 d['a'] = 2"], "changes the defaults"),
    "defaults, given and read": (LENT, ["1 f.__kwdefaults__ = d", "2 d['a']"], ""),
    "globals, given when it is made": (LENT, ["1 types.FunctionType(f.__code__, d)", "2 d['a'] = 2"], ""),
    "defaults, read": (LENT, ["2 f.__kwdefaults__['a']"], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_what_the_dying_do_is_not_seen(name: str) -> None:
    setup, steps, said = UNSEEN[name]
    with Desk(setup) as desk:
        for step in steps:
            desk.does(int(step[0]), step[2:])
        desk.run.outlived()
        assert said in desk.settings.unsettled
        assert bool(said) == bool(desk.settings.unsettled)
    with Desk(setup, alone=True) as desk:
        for step in steps:
            desk.does(1, step[2:])
        desk.run.outlived()
        assert desk.settings.unsettled == ""


def test_defaults_that_were_taken_alone_are_lent() -> None:
    with Desk(LENT, alone=True) as desk:
        desk.does(1, "global d\nd = f.__kwdefaults__")
        desk.part()
        desk.does(2, "d['a'] = 2")
        assert "changes the defaults" in desk.settings.unsettled


BINARY = "import io, os\nx = [io.BufferedWriter(io.BytesIO())]"


def lets_go(desk: Desk, tid: int) -> None:
    """The thread `tid` lets go of the global `k`, in the event that goes on."""
    monitor.enter(desk.run.tasks[tid - 1])
    del desk.space["k"]
    monitor.leave()


def test_who_meets_a_thread_before_a_file_dies_there_knows_nothing_of_that() -> None:
    with Desk(BINARY) as desk:
        desk.does(1, "global k\nk = x.pop()\nk.write(b'a')")
        desk.run.join(desk.run.tasks[1], desk.next(1).clock)
        lets_go(desk, 1)
        desk.does(2, "os.getcwd()")
        assert "the end of a file" in desk.settings.unsettled


def test_who_has_joined_a_thread_knows_what_dies_as_its_stack_is_left() -> None:
    with Desk(BINARY) as desk:
        first, task = desk.run.tasks
        desk.run.following = lambda task: first  # type: ignore[method-assign]
        desk.does(2, "global k\nk = x.pop()\nk.write(b'a')")
        desk.next(2)
        desk.run.end_of(task)
        desk.run.join(first, task.clock)
        lets_go(desk, 2)
        desk.acting = 1
        desk.does(1, "os.getcwd()")
        assert desk.settings.unsettled == ""


def test_who_has_not_ended_may_let_go_after_its_last_step() -> None:
    for done in (False, True):
        with Desk() as desk:
            one, two = desk.run.tasks
            desk.run.join(one, two.clock)
            two.done = done
            desk.run.finalizes(one, 0, None)
            assert bool(desk.settings.unsettled) is not done


def test_who_has_not_begun_holds_nothing() -> None:
    with Desk() as desk:
        desk.run.tasks[1].started = False
        desk.run.finalizes(desk.run.tasks[0], 0, None)
        assert desk.settings.unsettled == ""


@pytest.mark.parametrize("made", [True, False])
def test_what_has_the_id_of_another_is_not_its_maker_s(made: bool) -> None:
    with Desk("class C: pass\nx, y = C(), C()") as desk:
        x, y = desk.space["x"], desk.space["y"]
        one = desk.run.tasks[0]
        desk.run.bears(one, x, one.event.idx)
        key = identity(x)
        if not made:
            desk.run.born[identity(y)] = desk.run.born.pop(key)
        desk.run.finalizes(one, key if made else identity(y), x if made else y)
        assert bool(desk.settings.unsettled) is not made
        assert not desk.run.born


# ------------------------------------------------------------- the process


def test_the_first_use_of_the_process_begins_anew_where_it_does_no_harm() -> None:
    settings = Settings("opcode")
    with Desk("import posix", settings=settings) as desk:
        settings.system = False
        with pytest.raises(Kill):
            desk.does(2, "posix.getcwd()")
        assert desk.run.restart
        assert desk.run.dead
        assert settings.system


def test_what_is_to_be_put_back_is_told() -> None:
    with Desk("import gc, posix, sys") as desk:
        desk.does(2, "gc.isenabled(); posix.getcwd()")
        assert desk.run.soiled == set()
        desk.does(2, "sys.setrecursionlimit(sys.getrecursionlimit())")
        assert desk.run.soiled == {"sys"}
        desk.does(2, "posix.umask(posix.umask(0))")
        assert desk.run.soiled == {"sys", "system"}


@pytest.mark.parametrize(
    "what",
    [
        "posix.mkdir('/n')",
        "open('/n', 'w')",
        "io.FileIO('/n', 'w')",
        "io.open_code('/n')",
    ],
)
def test_the_world_is_asked_before_the_process_is_changed(what: str) -> None:
    asked: list[tuple[str, list[Any]]] = []
    with Desk("import io, posix") as desk:

        def outside(name: str, args: list[Any]) -> str:
            asked.append((name, args))
            return "changes /n"

        from scheduler.bytecode import monitor

        monitor.ignore(outside.__code__)
        desk.run.world.outside = outside
        with pytest.raises(Kill):
            desk.does(2, what)
        assert isinstance(desk.run.failure, Unexplorable)
        assert "the program changes /n (line 2)" in str(desk.run.failure)
    assert asked[0][1][0] == "/n"


def test_the_process_is_guarded_before_it_is_asked() -> None:
    settings = Settings("opcode")
    with Desk("import posix", settings=settings) as desk:
        settings.system = False
        desk.run.world.outside = lambda name, args: pytest.fail("not yet")
        with pytest.raises(Kill):
            desk.run.guard(desk.run.tasks[1], "mkdir", ["n"])
        assert desk.run.restart


#: Calls that nothing can be said of, and why.
REFUSED = {
    "posix.fork()": "forks",
    "posix.kill(0, 0)": "sends a signal",
    "posix.read(0, 1)": "reads from a file descriptor",
    "posix._exit(0)": "calls os._exit",
    "_signal.pause()": "waits for or sends signals",
    "sys.settrace(None)": "watches its own execution",
    "_socket.gethostname()": "waits in the network",
    "faulthandler.enable()": "handles signals",
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused(what: str) -> None:
    with Desk("import posix, _signal, sys, _socket, faulthandler") as desk:
        with pytest.raises(Kill):
            desk.does(2, what)
        assert REFUSED[what] in str(desk.run.failure)


def test_in_a_world_that_is_not_strict_nothing_is_refused() -> None:
    with Desk() as desk:
        desk.run.world.strict = False
        desk.run.refuse(desk.run.tasks[1], "forks")
        assert desk.run.failure is None


# ------------------------------------------------------------------- names


def test_a_name_says_who_made_it_when() -> None:
    """And so is the same in every run that did the same."""

    def names() -> list[int]:
        with Desk() as desk:
            task = desk.run.tasks[1]
            found = [desk.run.number(task) for _ in range(2)]
            desk.next(2)
            return [*found, desk.run.number(task), desk.run.number(desk.run.tasks[0])]

    assert names() == names()
    assert len(set(names())) == 4


#: Objects of each kind that has a name, and whether another could have its `id` later.
KINDS: dict[str, tuple[Callable[[], Any], bool]] = {
    "OBJECT": (type("C", (), {}), True), "CONTAINER": (list, False), "ITERATOR": (lambda: iter([]), False),
    "OPAQUE": (lambda: __import__("io").StringIO(), True), "MIXED": (ValueError, False),
    "own error": (type("E", (ValueError,), {}), True),
    "FILE": (lambda: __import__("io").FileIO("/dev/null"), True), "CELL": (types.CellType, False),
    "generator": (lambda: (i for i in [1]), True), "set": (set, False),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_what_is_shared_is_named_first(name: str) -> None:
    make, _ = KINDS[name]
    made = make()
    kind = getattr(callables, name, effects.kind_of(type(made)))
    assert effects.kind_of(type(made)) == kind
    assert kind in NAMED
    with Desk() as desk:
        task = desk.run.tasks[1]
        assert not desk.run.knows(made)
        desk.run.meet(task, made)
        assert desk.run.knows(made)
        known = desk.run.names[identity(made)]
        desk.run.meet(task, made)
        assert desk.run.names[identity(made)] is known
        assert known[3:] == [2, task.event.idx, task.bit]
    if hasattr(made, "close"):
        made.close()


@pytest.mark.parametrize("name", [n for n, (_, weak) in KINDS.items() if weak])
def test_what_is_named_may_die_and_another_take_its_place(name: str) -> None:
    make, _ = KINDS[name]
    with Desk() as desk:
        task = desk.run.tasks[1]
        made = make()
        desk.run.meet(task, made)
        number, key = desk.run.names[identity(made)][2], identity(made)
        other = make()
        # As if it lay where the dead one was.
        known = desk.run.names.pop(key)
        if hasattr(made, "close"):
            made.close()
        del made
        gc.collect(0)
        assert known[1]
        assert known[0]() is None
        desk.run.names[identity(other)] = known
        assert not desk.run.knows(other)
        desk.run.meet(task, other)
        assert desk.run.names[identity(other)][2] != number
        desk.run.names[identity(other)] = known
        desk.run.touch(task, other, "n", True)
        assert desk.run.names[identity(other)][2] != number
        if hasattr(other, "close"):
            other.close()


def test_a_view_is_not_kept_alive_which_would_keep_what_it_shows_from_growing() -> None:
    with Desk() as desk:
        below = bytearray(1)
        view = memoryview(below)
        desk.run.touch(desk.run.tasks[1], view, 0, True)
        del view
        below.append(1)


def test_what_has_no_weak_reference_is_kept_alive() -> None:
    with Desk() as desk:
        made: list[Any] = []
        desk.run.meet(desk.run.tasks[1], made)
        known = desk.run.names[identity(made)]
        assert known[0] is made
        assert known[1] is False


@pytest.mark.parametrize("value", [1, "a", None, b"", (1, 2), int, len, types])
def test_what_cannot_change_has_no_name(value: Any) -> None:
    with Desk() as desk:
        desk.run.meet(desk.run.tasks[1], value)
        assert not desk.run.knows(value)


def test_what_a_tuple_holds_is_named() -> None:
    with Desk() as desk:
        inner: list[Any] = []
        desk.run.meet(desk.run.tasks[1], (1, (inner,)))
        assert desk.run.knows(inner)
        many: list[Any] = []
        desk.run.meet(desk.run.tasks[1], (many,) * 17)
        assert not desk.run.knows(many)


@pytest.mark.parametrize("make", [list, deque, lambda held: dict(enumerate(held))])
def test_what_a_list_or_a_dictionary_holds_is_named_with_it(
    make: Callable[[list[Any]], Any],
) -> None:
    class Mourned:
        def __del__(self) -> None: ...

    class Derived(list[Any]): ...

    with Desk() as desk:
        inner: list[Any] = [[]]
        desk.run.meet(desk.run.tasks[1], make([1, inner]))
        assert desk.run.knows(inner)
        assert desk.run.knows(inner[0])
        many: list[Any] = []
        desk.run.meet(desk.run.tasks[1], make([many] * 17))
        assert not desk.run.knows(many)
        # A name would keep it alive.
        dying = [Mourned()]
        desk.run.meet(desk.run.tasks[1], make([dying]))
        assert not desk.run.knows(dying)
        # The program's own: to look through it would run its code.
        within: list[Any] = []
        desk.run.meet(desk.run.tasks[1], Derived(make([within])))
        assert not desk.run.knows(within)


def test_who_meets_what_another_has_named_without_order_learns_that_it_is_coarse() -> (
    None
):
    """Its name would depend on who came first: its type has one name for all."""
    settings = Settings("opcode")

    class Made: ...

    for _ in range(2):
        with Desk(settings=settings) as desk:
            made = Made()
            desk.turn(1)
            desk.run.touch(desk.run.tasks[0], made, "n", True)
            desk.turn(2)
            desk.run.touch(desk.run.tasks[1], made, "n", True)
            restart, number = desk.run.restart, desk.run.names[identity(made)][2]
            settings.racy |= {0}
        if not settings.coarse:
            break
    assert list(settings.coarse.values()) == [-2]
    assert not restart
    assert number == -2


def test_that_a_type_is_coarse_is_learned_by_itself() -> None:
    settings = Settings("opcode")

    class Made: ...

    with Desk(settings=settings) as desk:
        made = Made()
        desk.turn(1)
        desk.run.touch(desk.run.tasks[0], made, "n", False)
        desk.turn(2)
        # Two reads: no race that would be learned.
        desk.run.touch(desk.run.tasks[1], made, "m", False)
        assert len(settings.coarse) == 1
        assert desk.run.restart


def test_globals_that_are_a_dict_are_learned_though_objects_are_whole() -> None:
    for whole in (0, 1):
        settings = Settings("opcode")
        settings.whole_objects = whole
        with Desk("x = globals()", settings=settings) as desk:
            desk.run.touch(desk.run.tasks[1], desk.space, 0, False)
            assert settings.whole_objects == 2
            assert desk.run.restart


def test_who_learns_of_an_object_in_order_knows_its_name() -> None:
    settings = Settings("opcode")
    with Desk(settings=settings) as desk:
        made = type("Made", (), {})()
        desk.turn(1)
        desk.run.touch(desk.run.tasks[0], made, "n", False)
        desk.turn(2)
        desk.run.join(desk.run.tasks[1], desk.run.tasks[0].clock)
        desk.run.touch(desk.run.tasks[1], made, "n", False)
        assert settings.coarse == {}
        assert (
            desk.run.names[identity(made)][5]
            == desk.run.tasks[0].bit | desk.run.tasks[1].bit
        )


def test_an_elder_has_one_name_for_all() -> None:
    with Desk() as desk:
        before: dict[str, Any] = {}
        desk.run.elder(before)
        known = list(desk.run.names[identity(before)])
        assert known[0] is before
        assert known[2] < -1_000_000
        desk.run.touch(desk.run.tasks[1], before, 0, True)
        assert desk.run.names[identity(before)] == known
        other: dict[str, Any] = {}
        desk.run.elder(other)
        assert desk.run.names[identity(other)][2] != known[2]


def test_the_world_is_told_who_changes_what_outlives_the_run() -> None:
    told: list[tuple[str, Any]] = []
    with Desk("x = []") as desk:
        older: list[Any] = []
        desk.run.older = {identity(older): older}
        imports = desk.run.world.imports
        imports.lasts = lambda task, value: told.append(("changes", value))
        imports.patch = lambda task, cls, name: told.append(("patches", name))
        task = desk.run.tasks[1]
        desk.run.touch(task, older, 0, False)
        assert told == []
        desk.run.touch(task, older, 0, True)
        assert told == [("changes", older)]
        desk.run.touch(task, desk.space["x"], 0, True)
        desk.run.decides(task, desk.space["x"], "__class__")
        assert told[1:] == []
        desk.run.decides(task, older, "__class__")
        assert told[1:] == [("changes", older)]
        desk.run.class_write(task, Made, "n")
        desk.run.decides(task, Made, "__bases__")
        assert told[2:] == [("patches", "n"), ("patches", "__bases__")]


class Made:
    """Made by the program."""


def test_alone_to_write_is_to_do_more_than_repeat() -> None:
    with Desk("x = []", alone=True) as desk:
        task = desk.run.tasks[0]
        before = task.writes
        desk.run.touch(task, desk.space["x"], 0, False)
        assert task.writes == before
        desk.run.touch(task, desk.space["x"], 0, True)
        assert task.writes == before + 1


def test_an_observer_is_told_what_is_touched() -> None:
    told: list[Any] = []

    class Told(Observer):
        def touched(self, *args: Any) -> None:
            told.append(args[2:])

        def wrote(self, *args: Any) -> None:
            told.append(args[2:])

        def operated(self, *args: Any) -> None:
            told.append(args[3:])

    with Desk("x = []") as desk:
        desk.run.observer = unseen(Told())
        desk.run.touch(desk.run.tasks[1], desk.space["x"], "n", True)
        desk.run.touch(desk.run.tasks[1], desk.space["x"], 0, False, "label")
        desk.run.write_output(desk.run.tasks[1], "text")
        desk.run.operate(desk.run.tasks[1], primitives.Lock(), "A")
    x = desk.space["x"]
    assert told == [(x, "n", True), (x, "label", False), ("text",), ("A",)]


# ------------------------------------------------------ what C calls back


def test_what_c_touches_it_may_touch_again_after_each_call_back() -> None:
    """One step up to the call, and one from each return of a function on."""
    setup = (
        "x = [3, 1, 2]\nseen = []\ndef key(value):\n    seen.append(value)\n    return value\n"
        "def f(x, y, z):\n    sorted(x, key=key)"
    )
    settings = Settings("opcode", learns=False)
    settings.everything = False
    with Desk(setup, settings=settings) as desk:
        desk.run.full = True
        desk.does(2, desk.space["f"])
        number = desk.run.names[identity(desk.space["x"])][2]
        reads = [event for event in desk.events(2) if (number, 0) in event.footprint]
        assert len(reads) == 4
        assert desk.run.tasks[1].callbacks == {}


def test_what_touched_everything_does_so_again_after_a_call_back() -> None:
    setup = (
        "import gc\nclass C:\n    def __del__(self): seen.append(1)\nseen = []\n"
        "def back(*_): return 1\ndef f(x, y, z):\n    gc.get_objects(back())\n"
    )
    with Desk(setup) as desk:
        desk.run.full = True
        desk.does(2, "[*map(back, gc.get_referents(z))]")
        assert "everything" in desk.footprint(2)


def test_a_function_that_the_program_calls_has_no_call_to_go_back_to() -> None:
    setup = "x = [1]\ndef g(v): return v\ndef f(x, y, z):\n    g(x)\n    x.append(1)"
    with Desk(setup) as desk:
        desk.run.full = True
        desk.does(2, desk.space["f"])
        number = desk.run.names[identity(desk.space["x"])][2]
        assert len([e for e in desk.events(2) if (number, 0) in e.footprint]) == 1


def test_a_thread_without_a_line_of_the_program_is_named_with_its_function() -> None:
    with Desk() as desk:
        desk.run.program = lambda name: False
        assert desk.run.place(desk.run.tasks[1]) == (
            "T2 in "
            "test_a_thread_without_a_line_of_the_program_is_named_with_its_function"
        )
        desk.run.program = lambda name: name == __file__
        assert re.fullmatch(r".*line \d+", desk.run.place(desk.run.tasks[1]))


def test_what_a_private_module_holds_is_called_the_same_in_every_run() -> None:
    module = types.ModuleType("private")
    kept: list[Any] = [{}]
    vars(module)["kept"] = kept
    state = modules._State(module, -7)
    names: list[list[int]] = []
    for _ in range(2):
        with Desk() as desk:
            state.restore(desk.run)
            for tid in (1, 2):
                desk.run.touch(desk.turn(tid), kept, 0, True)
            found = [desk.run.names[identity(value)] for value in (kept, kept[0])]
            names.append([name[2] for name in found])
            # That two threads know it is nothing new.
            assert desk.learned == []
    assert names[0] == names[1]
    assert max(names[0]) < 0


@pytest.mark.parametrize(
    ("name", "loads", "kept"),
    [
        ("json", False, True),
        ("json", True, False),
        ("re", False, False),
        ("encodings", False, False),
    ],
)
def test_what_a_real_module_holds_when_it_is_first_entered_is_kept(
    name: str, loads: bool, kept: bool
) -> None:
    scope = {
        "__name__": name,
        "__spec__": types.SimpleNamespace(_initializing=loads),
    }
    with Desk(settings=Settings("opcode")) as desk:
        told: list[Any] = []
        desk.run.world.imports.keep = told.append
        desk.run.enters(scope)
        assert told == [scope] * kept
        assert desk.run.restart
