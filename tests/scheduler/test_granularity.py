"""Where a thread may be switched: lines, bytecodes, or a GIL build's places."""

import pytest

from scheduler import explore

PROGRAM = """
import threading

c = 0


{extra}


def work():
    global c
    {body}


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(c)
"""


def outputs(program, body, granularity, extra=""):
    text = PROGRAM.format(body=body, extra=extra)
    exploration = explore(program(text), granularity=granularity)
    assert exploration.complete
    return exploration.outputs


LOSES = {"1\n", "2\n"}
KEEPS = {"2\n"}


@pytest.mark.parametrize(
    ("body", "gil"),
    [
        ("c += 1", KEEPS),
        ("x = c; c = x + 1", KEEPS),
        ("c = c + int(1)", LOSES),
        ("c = one() + c", KEEPS),
        ("c = c + one()", LOSES),
        ("x = c\n    for _ in range(1): pass\n    c = x + 1", LOSES),
    ],
)
def test_a_gil_build_switches_only_in_some_places(program, body, gil):
    extra = "def one():\n    return 1"
    assert outputs(program, body, "opcode", extra) == LOSES
    assert outputs(program, body, "gil", extra) == gil


BESIDE_A_LOOK = """
import os, queue, threading
x = 0
lock = threading.Lock()
event = threading.Event()
line = queue.SimpleQueue()
ready = threading.Semaphore(0)
seen = []
def other():
    global x
    {other}
lock.acquire()
t = threading.Thread(target=other)
t.start()
{main}
t.join()
print(*seen)
"""


@pytest.mark.parametrize(
    ("other", "main", "missing"),
    [
        # At the beginning of a function of the library.
        ("x = 1; event.set()", "a = x; seen += a, event.is_set()", "0 True"),
        ("x = 1", "a = x; seen += a, t.is_alive()", "0 False"),
        ("x = 1", "a = x; seen += a, threading.active_count()", "0 1"),
        ("x = 1", "a = x; seen += a, len(threading.enumerate())", "0 1"),
        ("x = 1; t.name = 'other'", "a = x; seen += a, t.name", "0 other"),
        # After C, and after what ended with C.
        ("lock.acquire(); x = 1", "lock.release(); seen += x,", "1"),
        ("lock.acquire(); x = 1", "lock.__exit__(); seen += x,", "1"),
        ("event.wait(); x = 1", "event.set(); seen += x,", "1"),
        ("line.get(); x = 1", "line.put(1); seen += x,", "1"),
        ("ready.acquire(); x = 1", "ready.release(); seen += x,", "1"),
        ("x = 1", "n = threading.active_count(); seen += n, x", "2 1"),
        # Before C that lets go of the GIL.
        ("x = 1; os.mkdir('d')", "a = x; seen += a, os.access('d', 0)", "0 True"),
    ],
)  # fmt: skip
def test_a_gil_build_switches_beside_a_look(program, other, main, missing):
    text = BESIDE_A_LOOK.format(other=other, main=main)
    found = explore(program(text), granularity="gil")
    assert found.complete
    assert f"{missing}\n" in found.outputs


def test_lines_are_atomic_at_line_granularity(program):
    assert outputs(program, "c += 1", "line") == KEEPS
    assert outputs(program, "x = c\n    c = x + 1", "line") == LOSES


@pytest.mark.parametrize(
    ("setup", "step", "show"),
    [
        ("box = type('Box', (), {})(); box.n = 0", "box.n += 1", "box.n"),
        ("d = {'k': 0}", "d['k'] += 1", "d['k']"),
        ("l = [0]", "l[0] += 1", "l[0]"),
        ("class C: n = 0", "C.n += 1", "C.n"),
        ("d = {'k': 0}", "d['k'] = d.get('k') + 1", "d['k']"),
        ("l = [0]", "setattr(box, 'n', getattr(box, 'n') + 1)", "box.n"),
        ("import collections; k = collections.Counter()", "k['a'] += 1", "k['a']"),
        ("import collections; k = collections.Counter()", "k.subtract('a')", "-k['a']"),
        ("l = [0]", "box.__dict__['n'] += 1", "box.n"),
        ("l = [0]", "globals()['g'] += 1", "g"),
        (
            "class P:\n    v = 0\n    @property\n    def n(self): return self.v\n"
            "    @n.setter\n    def n(self, x): self.v = x\np = P()",
            "p.n += 1",
            "p.n",
        ),
        (
            "class S:\n    __slots__ = ['n']\n    def __init__(self): self.n = 0\ns = S()",
            "s.n += 1",
            "s.n",
        ),
    ],
)
def test_every_kind_of_shared_state_can_lose_an_update(program, setup, step, show):
    text = f"""
import threading
class Box: pass
box = Box()
box.n = 0
g = 0
{setup}

def work():
    {step}

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print({show})
"""
    exploration = explore(program(text))
    assert exploration.complete
    assert exploration.outputs == LOSES


def test_a_closure_can_lose_an_update(program):
    text = """
import threading
def main():
    n = 0
    def work():
        nonlocal n
        n += 1
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(n)
main()
"""
    assert explore(program(text)).outputs == LOSES


def test_a_shared_generator_may_be_executing_already(program):
    text = """
import threading
g = (n for n in range(5))
def work():
    next(g)
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
    exploration = explore(program(text))
    found = {e.message for o in exploration.outcomes for e in o.errors}
    assert found == {"generator already executing"}
    assert len(exploration.outcomes) > 1


def test_a_dict_may_change_while_it_is_iterated(program):
    text = """
import threading
d = {1: 1, 2: 2}
def work():
    for key in d:
        pass
t = threading.Thread(target=work)
t.start()
d[3] = 3
t.join()
"""
    found = {e.message for o in explore(program(text)).outcomes for e in o.errors}
    assert found == {"dictionary changed size during iteration"}
