"""What Python shows of an exception that nobody catches calls functions of the program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scheduler import explore

SAYS = """\
class Says(Exception):
    def __str__(self):
        seen.append(0)
        return "said"
"""
SHOWN = """\
class Shown:
    def __str__(self):
        seen.append(0)
        return "shown"
    __repr__ = __str__
"""
RAISES = "def fails():\n    raise "
#: What a thread ends by, beside another.
ENDS = {
    "itself": f"{SAYS}{RAISES}Says",
    "its cause": f"{SAYS}{RAISES}ValueError(1) from Says()",
    "its context": f"""\
{SAYS}
def fails():
    try:
        raise Says
    except Says:
        raise ValueError(1)
""",
    "one of a group": f'{SAYS}{RAISES}ExceptionGroup("two", [ValueError(1), Says()])',
    "a cause in a group": f"""\
{SAYS}
def fails():
    inner = ValueError(1)
    inner.__cause__ = Says()
    raise ExceptionGroup("one", [inner])
""",
    "a note": f"""\
{SHOWN}
def fails():
    error = ValueError(1)
    error.__notes__ = [Shown()]
    raise error
""",
    "its argument": f"{SHOWN}{RAISES}KeyError(Shown())",
    "its cause's argument": f"{SHOWN}{RAISES}ValueError(1) from KeyError(Shown())",
    "the thread's name": f"""\
class Named(threading.Thread):
    @property
    def name(self):
        seen.append(0)
        return "named"
    @name.setter
    def name(self, value):
        pass
Thread = Named
{RAISES}ValueError(1)
""",
    "where an object dies": f"""\
{SAYS}
class Dies:
    def __del__(self):
        raise Says
def fails():
    Dies()
""",
}
MAIN = """
def adds():
    seen.append(1)
threads = [Thread(target=fails), threading.Thread(target=adds)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
"""


@pytest.mark.parametrize("what", ENDS)
def test_what_is_called_is_seen(what: str) -> None:
    text = (
        f"import threading\nfrom threading import Thread\nseen = []\n{ENDS[what]}{MAIN}"
    )
    found = explore("p.py", source=text.encode())
    assert found.complete, found.reason
    assert {outcome.output for outcome in found.outcomes} == {"[0, 1]\n", "[1, 0]\n"}


CAUGHT = """\
import io, sys, threading
seen = []
sys.stderr = io.StringIO()
def one():
    raise {error}
def two():
    raise KeyError(2)
threads = [threading.Thread(target=does) for does in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen, sys.stderr.getvalue().count("Error"))
"""


def test_what_is_shown_on_a_stream_of_the_program_is_found() -> None:
    found = explore("p.py", source=CAUGHT.format(error="ValueError(1)").encode())
    assert found.complete, found.reason
    assert {outcome.output for outcome in found.outcomes} == {"[] 2\n"}


def test_what_that_calls_is_not_settled() -> None:
    text = CAUGHT.format(error="ValueError(1) from Says()").replace(
        "def one", f"{SAYS}def one"
    )
    found = explore("p.py", source=text.encode())
    assert not found.complete
    assert found.reason.startswith("line 6 is run by the library")


#: Programs of which the main thread or one of `_thread` ends so.
OTHERS = {
    "the main thread": f"""\
import atexit, threading
seen = []
{SAYS}
def adds():
    seen.append(1)
threading.Thread(target=adds).start()
atexit.register(lambda: print(seen))
raise ValueError(1) from Says()
""",
    "a thread of _thread": """\
import _thread, threading
seen, over = [], threading.Event()
class Shown:
    def __call__(self):
        raise ValueError(1)
    def __repr__(self):
        seen.append(0)
        over.set()
        return "shown"
def adds():
    seen.append(1)
thread = threading.Thread(target=adds)
_thread.start_new_thread(Shown(), ())
thread.start()
thread.join()
over.wait()
print(seen)
""",
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_called_elsewhere_is_seen(what: str) -> None:
    found = explore("p.py", source=OTHERS[what].encode())
    assert found.complete, found.reason
    assert {outcome.output for outcome in found.outcomes} == {"[0, 1]\n", "[1, 0]\n"}


STREAMS = {
    "that of the process": "",
    "one of the program": "sys.stderr = io.StringIO()",
}
CHAIN = """\
import io, sys, threading
{stream}
order = []
class E(Exception):
    def __str__(self):
        order.append(self.args[0])
        return "said"
class Note:
    def __init__(self, text):
        self.text = text
    def __str__(self):
        order.append(self.text)
        return "noted"
def made(name, cause=None, *inner):
    error = ExceptionGroup(name, inner) if inner else E(name)
    error.__cause__ = cause
    error.__notes__ = [Note("note of " + name), "a note"]
    return error
def fails():
    raise made("top", made("cause", made("its cause")), made("first"), made("second"))
def fails_in_line():
    raise made("a", made("b", made("c")))
def fails_while():
    try:
        raise made("x")
    except E:
        raise made("y")
for function in (fails, fails_in_line, fails_while):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
print(order)
"""


@pytest.mark.parametrize("stream", STREAMS)
def test_it_is_called_once_and_in_the_order_of_python(stream: str) -> None:
    text = CHAIN.format(stream=STREAMS[stream])
    (outcome,) = explore("p.py", source=text.encode()).outcomes
    ran = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True
    )
    assert outcome.output == ran.stdout
