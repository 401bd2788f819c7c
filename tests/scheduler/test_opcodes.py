"""Each bytecode instruction is known; what it and the interpreter touch is seen.

An instruction that is not known touches everything.  One that is known to touch
nothing had better not: each of the programs here once had outcomes that were missed,
as an instruction was taken to use its own frame alone, or as what the interpreter
keeps (`sys.stdout`, `sys.modules`, exit functions) was taken to be nobody's.
"""

import dis
import types
from typing import Any

import pytest

from scheduler import explore
from scheduler.bytecode import effects

INSTRUCTIONS = sorted(
    name
    for name, number in dis.opmap.items()
    if number < 256 and not name.startswith("INSTRUMENTED")
)
CODE = compile("", "", "exec")


def effect_of(name):
    instruction: Any = types.SimpleNamespace(
        opname=name, arg=1, argval="x", argrepr="x", offset=0, positions=None
    )
    return effects._effect(effects.Site(CODE, instruction, 5), instruction, CODE)


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_instruction_is_known(name):
    effect = effect_of(name)
    assert effect is None or effect.__name__ != "unknown"
    assert (effect is None) <= (name in effects.TOUCHES_NOTHING)


def test_an_instruction_that_nobody_knows_touches_everything():
    assert effect_of("MADE_UP").__name__ == "unknown"


START = """\
threads = [threading.Thread(target=f) for f in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
"""

# By instruction: set-up with `one` and `two`, which put what they see into `seen`.
PROGRAMS = {
    "LOAD_GLOBAL of a builtin": """\
import builtins
def one():
    seen.append(len([1]))
def two():
    builtins.len = lambda value: 99
""",
    "LOAD_GLOBAL of a builtin by its dict": """\
own = {"seen": seen}
space = {"__builtins__": own}
def one():
    try:
        exec("seen.append(answer)", space)
    except NameError:
        seen.append(0)
def two():
    own["answer"] = 1
""",
    "LOAD_NAME of a builtin": """\
import builtins
def one():
    class C:
        n = len([1])
    seen.append(C.n)
def two():
    builtins.len = lambda value: 99
""",
    "WITH_EXCEPT_START": """\
import io
file = io.StringIO()
def one():
    try:
        with file:
            raise KeyError
    except KeyError:
        pass
def two():
    seen.append(file.closed)
""",
    "SETUP_ANNOTATIONS": """\
space = {}
def one():
    exec("x: int = 1", space)
def two():
    space.clear()
    seen.append("x" in space)
""",
    "GET_AWAITABLE": """\
import types
@types.coroutine
def stop():
    yield
async def inner():
    await stop()
shared = inner()
async def outer(name):
    try:
        await shared
        seen.append(name)
    except RuntimeError as error:
        seen.append((name, str(error)))
def run(name):
    made = outer(name)
    try:
        made.send(None)
        made.send(None)
    except (StopIteration, ValueError):
        seen.append(name)
def one():
    run("one")
def two():
    run("two")
""",
    "BEFORE_WITH, LOAD_SPECIAL": """\
class C:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        seen.append("old")
def one():
    with C():
        pass
def two():
    C.__exit__ = lambda self, *error: seen.append("new")
""",
    "FOR_ITER": """\
items = [1, 2]
def one():
    for item in items:
        seen.append(item)
def two():
    items.append(3)
""",
    "sys.stdout": """\
import contextlib, io
text = io.StringIO()
def one():
    with contextlib.redirect_stdout(text):
        pass
def two():
    print("two")
    seen.append(text.getvalue())
""",
    "sys.stderr": """\
import contextlib, io
text = io.StringIO()
def one():
    with contextlib.redirect_stderr(text):
        pass
def two():
    raise KeyError
class Seen:
    __repr__ = lambda self: str(bool(text.getvalue()))
seen = Seen()
""",
    "sys.modules": """\
import sys, types
def one():
    try:
        import made_by_two
        seen.append(made_by_two.n)
    except ImportError:
        seen.append("none")
def two():
    sys.modules["made_by_two"] = types.SimpleNamespace(n=1)
""",
    "sys.modules, in": """\
import sys
def one():
    import colorsys
def two():
    seen.append("colorsys" in sys.modules)
""",
    "atexit": """\
import atexit
def one():
    atexit.register(print, 1)
def two():
    atexit.register(print, 2)
""",
    "_thread._count": """\
import _thread
def one():
    pass
def two():
    seen.append(_thread._count())
""",
    "threading.stack_size": """\
def one():
    threading.stack_size(65_536)
def two():
    seen.append(threading.stack_size())
""",
    "__get__ of a slot": """\
class C:
    __slots__ = ("n",)
c = C()
c.n = 0
slot = C.__dict__["n"]
def one():
    seen.append(slot.__get__(c))
def two():
    slot.__set__(c, 5)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_order_of_an_instruction_shows(program, name):
    path = program("seen = []\nimport threading\n" + PROGRAMS[name] + START)
    found = explore(path)
    some = explore(path, reduction="none", preemptions=1)
    assert found.complete
    assert some.complete
    assert some.keys <= found.keys
    assert len(found.keys) >= 2


STAR = """\
import threading
import source
seen = []
def look():
    try:
        seen.append(n)
    except NameError:
        seen.append(0)
def write():
    source.n = 2
threads = [threading.Thread(target=f) for f in (look, write)]
for thread in threads:
    thread.start()
from source import *
for thread in threads:
    thread.join()
print(n, seen)
"""


@pytest.mark.parametrize("every", ["", "__all__ = ['n']\n"])
def test_a_star_takes_the_names_at_one_moment(tmp_path, every):
    (tmp_path / "source.py").write_text(f"{every}n = 1\n")
    path = tmp_path / "program.py"
    path.write_text(STAR)
    found = explore(path)
    assert found.complete
    assert found.outputs == {f"{n} [{seen}]\n" for n in (1, 2) for seen in (0, n)}


def test_who_looks_into_another_function_settles_nothing(program):
    found = explore(
        program(
            """\
import sys
import threading
frames, seen = [], []
def one():
    x = 1
    frames.append(sys._getframe())
    x = 2
    x = 3
def two():
    if frames:
        seen.append(frames[0].f_locals["x"])
"""
            + START
        )
    )
    assert not found.complete
    assert "another thread may be running" in found.reason


def test_what_a_run_sets_is_not_set_in_the_next_one(program):
    path = program(
        "seen = []\nimport sys\nimport threading\n"
        + """\
def one():
    sys.setrecursionlimit(500)
def two():
    seen.append(sys.getrecursionlimit() == 500)
"""
        + START
    )
    every = explore(path, reduction="none", preemptions=1)
    assert explore(path).outputs == every.outputs == {"[False]\n", "[True]\n"}
