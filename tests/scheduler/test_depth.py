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


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", TRUE)
def test_how_deep_it_is_is_the_same(program, what, way):
    path = program(TEXT.format(what) + WAYS[way])
    plain = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True, timeout=60
    )
    found = explore(path)
    assert found.complete, found.reason
    assert found.outputs == {plain.stdout}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("what", "said"), OPEN)
def test_who_sees_the_scheduler_settles_nothing(program, what, said, way):
    found = explore(program(TEXT.format(what) + WAYS[way]))
    assert not found.complete
    assert said in found.reason
