"""The scheduler's own functions lie below and among the program's.

Whoever counts calls, or sees who called, is told the truth, or that nothing is settled.
"""

import subprocess
import sys

import pytest

from scheduler.testing import explore

#: Where the program's function is called.
WAYS = {
    "main": "g()\n",
    "thread": "t = threading.Thread(target=g)\nt.start()\nt.join()\n",
}
TEXT = """
import copy, functools, inspect, json, logging, sys, threading, traceback
logging.basicConfig(format="%(funcName)s %(message)s", force=True, stream=sys.stdout)
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
@functools.cache
def kept(n):
    return 0 if n == 0 else 1 + kept(n - 1)
def caught(n=0):
    try:
        caught(n + 1)
    except RecursionError:
        pass
def nested(n):
    found = []
    for _ in range(n):
        found = [found]
    return found
def above(n):
    try:
        return sys._getframe(n).f_code.co_name
    except ValueError as error:
        return error
def g():
    try:
        print({})
    except RecursionError:
        print("too deep")
"""
TRUE = [
    "deep(900)",
    "kept(300)",
    "len(json.dumps(nested(200)))",
    "[above(n) for n in range(-1, 9)]",
    "[sys._getframemodulename(n) for n in range(9)]",
    "sys._getframe().f_back.f_code.co_name",
    "inspect.currentframe().f_code.co_name",
    "logging.warning('w', stacklevel=2)",
    "logging.warning('w', stack_info=True)",
    "traceback.extract_stack(), ''.join(traceback.format_stack())",
    "traceback.print_stack(file=sys.stdout)",
    "[f.f_code.co_name for f, _ in traceback.walk_stack(sys._getframe())]",
]
OPEN = [
    ("deep(2000)", "as deep as they may"),
    ("deep(990)", "as deep as they may"),
    ("kept(700)", "as deep as they may"),
    ("caught()", "as deep as they may"),
    ("len(copy.deepcopy(nested(600)))", "as deep as they may"),
    ("len(inspect.stack(0))", "functions of the scheduler"),
    ("logging.warning('w', stacklevel=9)", "functions of the scheduler"),
]


def plain(path) -> str:
    """What Python itself prints."""
    return subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", TRUE)
def test_how_deep_it_is_is_the_same(program, what, way):
    path = program(TEXT.format(what) + WAYS[way])
    found = explore(path)
    assert found.complete, found.reason
    assert found.outputs == {plain(path)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("what", "said"), OPEN)
def test_who_sees_the_scheduler_settles_nothing(program, what, said, way):
    found = explore(program(TEXT.format(what) + WAYS[way]))
    assert not found.complete
    assert said in found.reason


#: Statements that raise: their sleeps are refused, and none is slept.
RAISES = """
import atexit, functools, logging, os, queue, sys, threading, time, traceback
from concurrent.futures import Future
@functools.cache
def kept(n):
    return sys._getframe(1).f_code.co_name, 1 // n
def key(n):
    return 1 // n
TEXTS = [
    "threading.Lock().release()", "threading.RLock().release()",
    "threading.Lock().acquire(timeout=-5)", "threading.Condition().notify()",
    "queue.SimpleQueue().get_nowait()", "queue.Queue().get_nowait()",
    "time.sleep(-1)", "time.sleep('x')", "threading.local().x",
    "threading.local().__dict__ = 1", "del threading.local().x",
    "print(sep=1)", "sys.exit(3)", "sys.setswitchinterval(0)", "sys._getframe(99)",
    "threading.stack_size(1)", "atexit.register(3)", "kept(0)", "sorted([0], key=key)",
    "sys.stdout.write(3)", "open('nowhere')", "os.chdir('nowhere')", "eval('1/0')",
    "Future().result(timeout=0)", "Future().set_exception(1)",
    "import nowhere", "from json import nowhere", "import broken, json",
    "import folder.inner", "__import__('nowhere')", "threading.Barrier(2).wait(0)",
]
def g():
    for text in TEXTS:
        try:
            exec(text)
        except BaseException:
            print(text, traceback.format_exc())
    print(kept(1))
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_traceback_has_no_function_of_the_scheduler(program, tmp_path, way):
    (tmp_path / "broken.py").write_text("def f():\n    raise ValueError\nf()\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "__init__.py").write_text("import broken\n")
    path = program(RAISES + WAYS[way])
    found = explore(path)
    assert found.outputs == {plain(path)}
