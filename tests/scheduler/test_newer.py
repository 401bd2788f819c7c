"""What is another thing on a newer CPython: explored with each that is found."""

import json
import subprocess

import pytest

from tools.interpreters import found
from tools.programs import ROOT

NEWER = [one for one in found() if one.minor >= (3, 14) and not one.free_threaded]

TEXTS = {
    # A real lock guards the filters, and no thread is switched away from in it.
    "filters of warnings": (
        """\
import threading, warnings
t = threading.Thread(target=warnings.simplefilter, args=("ignore",))
t.start()
warnings.simplefilter("error")
t.join()
print(warnings.filters[0][0])
""",
        {"ignore\n", "error\n"},
    ),
    # Its nodes show what they hold.
    "a tree of a program": (
        """\
import ast, threading
x = ast.Module([ast.Pass()], [])
t = threading.Thread(target=x.body.clear)
t.start()
seen = repr(x)
t.join()
print("Pass" in seen)
""",
        {"True\n", "False\n"},
    ),
}


@pytest.mark.parametrize("python", NEWER or [None], ids=str)
@pytest.mark.parametrize("name", TEXTS)
def test_both_orders_are_found(python, name, program):
    if python is None:
        pytest.skip("no newer CPython is here")
    text, expected = TEXTS[name]
    command = [python.path, "-m", "scheduler", "explore", "--json", program(text)]
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, 1), done.stderr
    answer = json.loads(done.stdout)
    assert answer["complete"]
    assert {outcome["output"] for outcome in answer["outcomes"]} == expected
