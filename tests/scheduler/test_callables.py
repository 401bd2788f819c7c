"""The table of what C touches: whole for this interpreter, and nothing in it is dead.

A C type or module without an entry would be unknown; that is sound, but slow, and
most likely an oversight.
"""

import importlib
import subprocess
import sys
import sysconfig
import types
from collections.abc import Iterator
from pathlib import Path

from scheduler import explore
from scheduler.bytecode import callables

ROOT = Path(__file__).parents[2]
#: Modules of C that only CPython's own tests use, or that this build lacks.
_OF_TESTS = ("_test", "_xx", "xx", "_ctypes_test", "_interpsubtest")


def modules():
    """The names of the modules of C that this interpreter has."""
    found = set(sys.builtin_module_names)
    for folder in {sysconfig.get_config_var("DESTSHARED"), *sys.path}:
        if folder and "site-packages" not in folder:
            for file in Path(folder).glob("*.so"):
                found.add(file.name.partition(".")[0])
    return sorted(name for name in found if not name.startswith(_OF_TESTS))


def loaded() -> Iterator[types.ModuleType]:
    """Those that can be imported here; some need a library that may be missing."""
    for name in modules():
        try:
            yield importlib.import_module(name)
        except ImportError:
            continue


def types_of_c() -> list[type]:
    """Every type written in C that is known to this process."""
    list(loaded())
    todo: list[type] = [object]
    found: set[type] = set()
    while todo:
        cls: type
        for cls in type.__subclasses__(todo.pop()):
            if cls not in found:
                found.add(cls)
                todo.append(cls)
    root = sys.modules
    return [
        cls
        for cls in found
        if callables.is_c(cls)
        and isinstance(cls.__module__, str)
        and cls.__module__.partition(".")[0] in {*sys.stdlib_module_names, "Token"}
        and not cls.__module__.startswith(_OF_TESTS)
        and (cls.__module__ in root or cls.__module__ == "Token")
    ]


#: Refused before an object of theirs could be made.
_REFUSED = frozenset(
    [
        "_asyncio",
        "_ctypes",
        "ctypes",
        "_interpreters",
        "_interpchannels",
        "interpreters",
        "concurrent.interpreters",
        "_remote_debugging",
    ]
)


def missing_types():
    return sorted(
        f"{cls.__module__}.{cls.__qualname__}"
        for cls in types_of_c()
        if callables.kind_of_c(cls) == callables.UNKNOWN
        and cls.__module__ not in _REFUSED
    )


def test_every_type_of_c_has_an_entry():
    # In a process of its own: types of other libraries may say that they are builtins.
    command = (
        "from tests.scheduler.test_callables import missing_types as m; print(m())"
    )
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said = "each is taken to touch everything: give it a kind in TYPES"
    assert done.stdout == "[]\n", said


def test_every_module_of_c_has_an_entry():
    missing = [name for name in modules() if name not in callables.MODULES]
    assert not missing, "what its functions touch is not known: see MODULES"


def test_every_function_of_a_module_with_no_default_has_an_entry():
    missing = [
        f"{module.__name__}.{name}"
        for module in loaded()
        for name, value in vars(module).items()
        if type(value) is types.BuiltinFunctionType
        and value.__self__ is module
        and callables.touches(module.__name__, value.__name__) == callables.ANYTHING
        and module.__name__ not in ("_abc", "_pickle", "sys", "gc")
    ]
    assert not missing


def test_what_is_not_known_touches_everything():
    assert callables.touches("no_such_module", "f") == callables.ANYTHING
    assert callables.touches("_weakref", "no_such_function").beside == "changes"

    class Python:
        __slots__ = ("x",)

    assert not callables.is_c(Python)
    assert callables.is_c(type(iter([])))
    assert all(callables.is_c(cls) for cls in (int, dict, ValueError, types.CodeType))


def test_both_orders_of_an_unknown_call_are_run(monkeypatch):
    """An entry that is taken out costs runs, and hides nothing."""
    text = b"""
import threading
from _bisect import insort_right
found = []
def put(item):
    insort_right(found, item, key=found.count)
threads = [threading.Thread(target=put, args=(item,)) for item in "ab"]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(*found)
"""
    known = explore("put.py", source=text)
    monkeypatch.delitem(callables._functions, "_bisect")
    unknown = explore("put.py", source=text)
    assert known.complete
    assert unknown.complete
    assert known.keys == unknown.keys
    assert len(known.keys) == 2
    assert unknown.interleavings >= known.interleavings
