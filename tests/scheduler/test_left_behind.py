"""What a run sets in modules, classes and hooks is not there in the next one."""

import csv
import decimal
import gc
import pydoc
import sys
from functools import partial

import pytest

from scheduler import Unexplorable, explore
from scheduler.search.reduction import Naive, Source
from tests.scheduler import oracle

PROGRAM = """\
import threading
import {module}
seen = []
def f():
    seen.append(1)
threads = [threading.Thread(target=f) for _ in "ab"]
for thread in threads:
    thread.start()
found = hasattr({place}, "left_behind")
{place}.left_behind = 1
for thread in threads:
    thread.join()
print(found)
"""
MADE = ("sys", "time", "os", "functools", "gc", "atexit", "signal", "builtins")
PRIVATE = ("threading", "queue", "logging", "random", "concurrent.futures", "sched")
REAL = ("json", "json.decoder", "collections", "math", "re", "string", "weakref")


@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize("place", MADE + PRIVATE + REAL)
def test_attribute_of_a_module(program, place, reduction):
    path = program(PROGRAM.format(module=place, place=place))
    bound = 1 if reduction == "none" else None
    found = explore(path, reduction=reduction, preemptions=bound)
    assert found.interleavings > 1
    assert found.outputs == {"False\n"}


@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize(
    "place",
    ["queue.Queue", "threading.Condition", "collections.Counter", "json.JSONEncoder"],
)
def test_attribute_of_a_class(program, place, reduction):
    path = program(PROGRAM.format(module=place.partition(".")[0], place=place))
    bound = 1 if reduction == "none" else None
    found = explore(path, reduction=reduction, preemptions=bound)
    assert found.interleavings > 1
    assert found.outputs == {"False\n"}


# What is set by one thread and looked at by the other: set-up, one, two.
KEPT = {
    "list": ("import keyword", "keyword.kwlist.append('x')", "'x' in keyword.kwlist"),
    "dict": (
        "import copyreg",
        "copyreg.dispatch_table[threading.Lock] = 1",
        "threading.Lock in copyreg.dispatch_table",
    ),
    "instance": (
        "import calendar",
        "calendar.setfirstweekday(6)",
        "calendar.firstweekday()",
    ),
    "global": ("import gettext", "gettext.textdomain('x')", "gettext.textdomain()"),
    "behind a cache": (
        "import mimetypes\nmimetypes.init()",
        "mimetypes.add_type('a/b', '.x')",
        "mimetypes.guess_type('a.x')[0]",
    ),
    "path": ("import sys", "sys.path.append('x')", "'x' in sys.path"),
}
BESIDE = """\
import threading
{}
seen = []
def one():
    {}
def two():
    seen.append({})
threads = [threading.Thread(target=f) for f in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
"""


@pytest.mark.parametrize("what", KEPT)
def test_what_a_module_holds_is_put_back(program, what):
    found = explore(program(BESIDE.format(*KEPT[what])))
    assert found.complete
    assert len(found.outputs) == 2


# Set-up, what shows, and what changes it, while there is one thread.
CHANGED = {
    "list": ("import keyword", "len(keyword.kwlist)", "keyword.kwlist.append(1)"),
    "list of a class": (
        "import optparse",
        "len(optparse.Option.ATTRS)",
        "optparse.Option.ATTRS.append(1)",
    ),
    "list in a dict": (
        "import sysconfig",
        "len(sysconfig._INSTALL_SCHEMES['venv'])",
        "sysconfig._INSTALL_SCHEMES['venv']['x'] = 1",
    ),
    "dict of a module": (
        "import copy",
        "len(copy._deepcopy_dispatch)",
        "copy._deepcopy_dispatch[5] = 1",
    ),
    "instance": (
        "import json",
        "hasattr(json._default_decoder, 'n')",
        "json._default_decoder.n = 1",
    ),
    "class of an instance": (
        "import json\nclass D(json.JSONDecoder): pass",
        "type(json._default_decoder).__name__",
        "json._default_decoder.__class__ = D",
    ),
    "environment": ("import os", "hasattr(os.environ, 'n')", "os.environ.n = 1"),
    "function": (
        "import textwrap",
        "hasattr(textwrap.fill, 'n')",
        "textwrap.fill.n = 1",
    ),
    "method": (
        "import queue",
        "hasattr(queue.Queue.get, 'n')",
        "queue.Queue.get.n = 1",
    ),
    "cached function": (
        "import fnmatch",
        "hasattr(fnmatch.translate, 'n')",
        "fnmatch.translate.n = 1",
    ),
    "defaults": (
        "import textwrap",
        "textwrap.fill.__defaults__",
        "textwrap.fill.__defaults__ = 5,",
    ),
    "code": (
        "import textwrap",
        "textwrap.dedent.__code__.co_name",
        "textwrap.dedent.__code__ = (lambda text: text).__code__",
    ),
    "keyword defaults": (
        "import json",
        "json.dumps.__kwdefaults__['indent']",
        "json.dumps.__kwdefaults__['indent'] = 2",
    ),
    "name of a class": (
        "import queue",
        "queue.Queue.__name__",
        "queue.Queue.__name__ = 'Q'",
    ),
    "bases": (
        "import queue\nclass Q(queue.Queue): pass",
        "queue.LifoQueue.__bases__[0].__name__",
        "queue.LifoQueue.__bases__ = Q,",
    ),
    "property": (
        "",
        "threading.Thread.name.__doc__ == 'z'",
        "threading.Thread.name.__doc__ = 'z'",
    ),
    "abstract class": (
        "import numbers",
        "issubclass(str, numbers.Number), issubclass(int, numbers.Number)",
        "numbers.Integral.register(str)",
    ),
    "dialect": (
        "import csv",
        "csv.list_dialects()",
        "csv.register_dialect('z', delimiter=';')",
    ),
    "dialect that is gone": (
        "import csv",
        "csv.list_dialects()",
        "csv.unregister_dialect('excel')",
    ),
    "level": (
        "import logging",
        "logging.getLevelName(30)",
        "logging.addLevelName(30, 'Q')",
    ),
    "callbacks": ("import gc", "print in gc.callbacks", "gc.callbacks.append(print)"),
    "filters": (
        "import warnings",
        "('ignore', None, Warning, None, 7) in warnings.filters",
        "warnings.filters.append(('ignore', None, Warning, None, 7))",
    ),
    "enum": (
        "import re",
        "70 in re.RegexFlag._value2member_map_",
        "re.RegexFlag(70)",
    ),
    "stream": ("import sys", "hasattr(sys.stdout, 'n')", "sys.stdout.n = 1"),
    "private class": (
        "import difflib",
        "difflib.Differ.__name__",
        "difflib.Differ.__name__ = 'z'",
    ),
    "trusted class": (
        "import sched",
        "hasattr(sched.scheduler, 'n')",
        "sched.scheduler.n = 1",
    ),
    "module whose functions are refused": (
        "import socket",
        "hasattr(socket, 'n'), hasattr(socket.AF_INET, 'n')",
        "socket.n = socket.AF_INET.n = 1",
    ),
    "wrapped function": (
        "import pkgutil",
        "hasattr(pkgutil.iter_importer_modules, 'n')",
        "pkgutil.iter_importer_modules.n = 1",
    ),
    "generator of numbers": (
        "import random",
        "hasattr(random.seed.__self__, 'n')",
        "random.seed.__self__.n = 1",
    ),
    "builtins": (
        "import gettext",
        "'_' in dir(__builtins__)",
        "gettext.install('z')\nprint(_(''), end='')",
    ),
    "traces": (
        "import tracemalloc",
        "tracemalloc.is_tracing()",
        "tracemalloc.start()",
    ),
    "functions at the end": (
        "import atexit",
        "atexit._ncallbacks()",
        "atexit.register(int)",
    ),
    "derived classes": (
        "import queue",
        "len(queue.Queue.__subclasses__())",
        "class Q(queue.Queue): pass",
    ),
}
AGAIN = """\
import threading
{}
print({})
{}
seen = []
thread = threading.Thread(target=seen.append, args=(1,))
thread.start()
seen.append(2)
thread.join()
"""


@pytest.mark.parametrize("what", CHANGED)
def test_the_next_run_finds_what_the_first_one_found(program, what):
    setup, shows, changes = CHANGED[what]
    path = program(AGAIN.format(setup, shows, changes))
    plain = oracle.printed(
        program(f"import threading\n{setup}\nprint({shows})", "plain.py")
    )
    for _ in "12":
        found = explore(path)
        assert found.interleavings > 1
        assert not found.complete or found.outputs == {plain}


def test_what_c_keeps_for_itself_is_left_alone(program):
    # A cached function counts on nobody else emptying its dict.
    text = (
        "import fnmatch, threading\nseen = []\n"
        "def one(): seen.append(fnmatch.fnmatch('a', 'b*'))\n"
        "thread = threading.Thread(target=one)\nthread.start()\n"
        "for pattern in ('b*', 'c*'): seen.append(fnmatch.fnmatch('b1', pattern))\n"
        "thread.join()\nprint(sorted(seen))"
    )
    path = program(text)
    for _ in "12":
        assert explore(path).outputs == {oracle.printed(path)}


def test_the_zone_of_the_process_is_not_set(program):
    with pytest.raises(Unexplorable, match=r"sets a clock or the time zone \(line 2\)"):
        explore(program("import time\ntime.tzset()"))


def test_what_cannot_be_put_back_is_said(program):
    path = program(
        BESIDE.format(
            "import decimal",
            "decimal.DefaultContext.prec = 3",
            "decimal.DefaultContext.prec",
        )
    )
    found = explore(path)
    decimal.DefaultContext.prec = 28
    assert not found.complete
    assert "line 5 changes a Context that is there before the program" in found.reason


@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize("place", ["json", "collections", "collections.Counter"])
def test_nothing_is_left_in_this_process(program, place, reduction):
    path = program(PROGRAM.format(module=place.partition(".")[0], place=place))
    assert explore_here(path, reduction).outputs == {"False\n"}
    assert not hasattr(pydoc.locate(place), "left_behind")


@pytest.mark.parametrize(
    ("asks", "sets"),
    [
        ("csv.field_size_limit()", "csv.field_size_limit(9)"),
        ("sys.getrecursionlimit()", "sys.setrecursionlimit(900)"),
        ("sys.get_int_max_str_digits()", "sys.set_int_max_str_digits(999)"),
    ],
)
def test_a_setting_is_put_back(program, asks, sets):
    before = eval(asks, {"csv": csv, "sys": sys})
    path = program(f"""\
import csv, sys, threading
print({asks} == {before})
threads = [threading.Thread(target=print, args=(name,)) for name in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
{sets}
""")
    found = explore_here(path, "auto")
    assert found.interleavings > 1
    assert all(said.startswith("True") for said in found.outputs)
    assert eval(asks, {"csv": csv, "sys": sys}) == before


@pytest.mark.parametrize("reduction", ["auto", "none"])
def test_a_patch_of_one_run_does_not_speed_up_the_next(program, reduction):
    # Its second is simulated: nobody waits for it.
    path = program("""\
import threading
import time
def patch():
    time.sleep = lambda seconds: None
def nap():
    before = time.monotonic()
    time.sleep(1)
    naps.append(time.monotonic() - before)
naps = []
threads = [threading.Thread(target=f) for f in (patch, nap)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(naps)
""")
    bound = 1 if reduction == "none" else None
    found = explore(path, reduction=reduction, preemptions=bound)
    assert found.complete
    assert found.outputs == {"[0.0]\n", "[1.0]\n"}


def test_the_programs_own_hook_is_told_of_an_error(program):
    path = program("""\
import sys
sys.excepthook = lambda kind, error, trace: print(kind.__name__, trace is not None)
1 / 0
""")
    found = explore(path)
    assert found.outputs == {"ZeroDivisionError True\n"}
    assert [outcome.status for outcome in found] == [1]


@pytest.mark.parametrize("reduction", ["auto", "none"])
def test_garbage_is_collected_again_afterwards(program, reduction):
    guard_gc = gc.isenabled()
    path = program("import gc\ngc.disable()\n")
    gc.enable()
    try:
        assert explore_here(path, reduction).complete
        assert gc.isenabled()
    finally:
        if not guard_gc:
            gc.disable()


def explore_here(path, reduction):
    """In this process, as a strategy of one's own is not sent to another."""
    make = partial(Naive, 1) if reduction == "none" else Source
    return explore(path, reduction=reduction, strategy=make)
