"""What two threads share, one kind of thing each: both orders are found.

Each program's two threads do one operation whose order shows in what is printed. A kind
of which the scheduler does not know that it is shared has one outcome, and is called
complete: each of these once was.
"""

import os

import pytest

from scheduler import Unexplorable, explore

PROGRAM = """\
import threading
{setup}
def f(c):
    {step}
threads = [threading.Thread(target=f, args=(c,)) for c in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print({show})
"""
FILE = """\
open('n', 'w').close()
def read():
    with open('n') as h: return h.read()
"""
PIPE = """\
import os
r, w = os.pipe()
def read():
    with os.fdopen(r, 'rb', 0) as h, os.fdopen(w, 'wb', 0):
        d = bytearray(2)
        h.readinto(d)
        return d
"""

BOX = "class Base: pass\nclass Box(Base):\n    def d(self): return super().__dict__\n"
# What has a `__dict__`, and how one gets hold of it while there is one thread.
DICTS = {
    "an object": BOX + "x = Box()",
    "a function": "def x(): pass",
    "a module": "import types\nx = types.ModuleType('x')",
    "a module of the library": "import textwrap as x",
    "an exception": "x = ValueError()",
    "a list": "class List(list): pass\nx = List()",
}
WRITES = "if c == 'a': d['n'] = c\n    else: x.n = c"
TAKEN = [
    ("d = x.__dict__", WRITES),
    ("d = vars(x)", WRITES),
    ("d = getattr(x, '__dict__')", WRITES),
    ("import operator\nd = operator.attrgetter('__dict__')(x)", WRITES),
    ("match x:\n    case object(__dict__=d): pass", WRITES),
    ("d = x.__dict__.update", "if c == 'a': d(n=c)\n    else: x.n = c"),
]

# name: set-up, what a thread does with its letter `c`, what is printed.
SHARED = {
    "list": ("x = []", "x.append(c)", "x"),
    "deque": ("from collections import deque\nx = deque()", "x.append(c)", "x"),
    "array": ("from array import array\nx = array('i')", "x.append(ord(c))", "x"),
    "bytearray": ("x = bytearray()", "x.extend(c.encode())", "x"),
    "list iterator": ("x = iter([1, 2])\ny = {}", "y[c] = next(x)", "sorted(y.items())"),
    "deque iterator": (
        "from collections import deque\nx = iter(deque([1, 2]))\ny = {}",
        "y[c] = next(x)", "sorted(y.items())",
    ),
    "enumerate": ("x = enumerate('pq')\ny = {}", "y[c] = next(x)", "sorted(y.items())"),
    "count": (
        "import itertools\nx = itertools.count()\ny = {}",
        "for y[c] in x: break", "sorted(y.items())",
    ),
    "tee": (
        "import itertools\np = iter([1, 2])\nx, z = itertools.tee(p)\ny = {}",
        "y[c] = next(x if c == 'a' else p)", "sorted(y.items())",
    ),
    "generator": (
        "def g():\n    yield 1\n    yield 2\nx = g()\ny = {}",
        "try: y[c] = next(x)\n    except ValueError: y[c] = 'inside'", "sorted(y.items())",
    ),
    "cell": (
        "def g():\n    v = ''\n    return lambda: v\ng = g()\nx = g.__closure__[0]",
        "x.cell_contents = c", "g()",
    ),
    "exec": ("x = {}\nd = compile('v = c', 's', 'exec')", "x['c'] = c; exec(d, x)", "x['v']"),
    "function's attribute": ("def g(): pass", "g.v = c", "g.v"),
    "function's code": (
        "def g(): pass\ndef a(): return 1\ndef b(): return 2",
        "g.__code__ = (a if c == 'a' else b).__code__", "g()",
    ),
    "class of an object": (
        "class A: n = 1\nclass B: n = 2\nx = A()", "x.__class__ = A if c == 'a' else B", "x.n",
    ),
    "mapping proxy": (
        "import types\nd = {}\nx = types.MappingProxyType(d)\ny = []",
        "if c == 'a': d[1] = 2\n    else: y.append(len(x))", "y",
    ),
    "memoryview": ("d = bytearray(1)\nx = memoryview(d)", "x[0] = ord(c)", "d"),
    "StringIO": ("import io\nx = io.StringIO()", "print(c, file=x)", "repr(x.getvalue())"),
    "random": ("import random\nrandom.seed(1)\ny = {}", "y[c] = random.random()", "y['a'] < y['b']"),
    "ABC": (
        "import abc\nclass A(abc.ABC): pass\nclass B: pass\ny = []",
        "if c == 'a': A.register(B)\n    else: y.append(issubclass(B, A))", "y",
    ),
    "context": (
        "import contextvars\nx = contextvars.copy_context()\nv = contextvars.ContextVar('v')\n"
        "x.run(v.set, '')", "x.run(v.set, c)", "x[v]",
    ),
    "file": (FILE, "with open('n', 'a') as h: h.write(c)", "read()"),
    "file that may be there": (
        "import os\ny = {}",
        "y[c] = os.path.exists('n')\n    if not y[c]: open('n', 'w').close()",
        "sorted(y.values())",
    ),
    "directory": ("import os\nos.mkdir('a'); os.mkdir('b')\ny = os.getcwd()", "os.chdir(os.path.join(y, c))", "os.path.basename(os.getcwd())"),
    "environment": ("import os", "os.environ['N'] = c", "os.environ['N']"),
    "umask": ("import os\ny = []", "if c == 'a': os.umask(0o77)\n    else: y.append(os.umask(0o22) == 0o77)", "y"),
    "descriptor": (PIPE, "os.write(w, c.encode())", "read()"),
    "garbage collector": ("import gc\ny = []", "if c == 'a': gc.disable()\n    else: y.append(gc.isenabled())", "y"),
    "warnings": ("import warnings\nwarnings.resetwarnings()", "warnings.filterwarnings('ignore', c)", "[f[1].pattern for f in warnings.filters]"),
    **{
        f"dict of {what}, {take}": (f"{make}\nx.n = ''\n{take}", step, "x.n")
        for what, make in DICTS.items()
        for take, step in TAKEN
    },
    "property of C": ("import operator\nclass Box: p = property(operator.attrgetter('n'))\nx = Box()\nx.n = ''\ny = {}", "if c == 'a': x.n = c\n    else: y[c] = x.p", "y"),
    "property of C, made anew": ("import operator\nclass Box:\n    @property\n    def p(self): ...\n    p = p.getter(operator.attrgetter('n'))\nx = Box()\nx.n = ''\ny = {}", "if c == 'a': x.n = c\n    else: y[c] = x.p", "y"),
    "property of C, by hand": ("import operator\np = property(operator.attrgetter('n'))\nclass Box: pass\nx = Box()\nx.n = ''\ny = {}", "if c == 'a': x.n = c\n    else: y[c] = p.__get__(x)", "y"),
    "property of C, of a list": ("import operator\nclass Box(list): p = property(operator.itemgetter(0))\nx = Box([''])\ny = {}", "if c == 'a': x[0] = c\n    else: y[c] = x.p", "y"),
    "property of C, set": ("class Box(list): p = property(None, list.append)\nx = Box()", "x.p = c", "x"),
    "property of C, of a class of its own": ("import operator\nclass P(property): pass\nclass Box: p = P(operator.attrgetter('n'))\nx = Box()\nx.n = ''\ny = {}", "if c == 'a': x.n = c\n    else: y[c] = x.p", "y"),
    "dict of an object, by its base": (BOX + "x = Box()\nx.n = ''\nd = x.d()", WRITES, "x.n"),
    "one dict of two objects": (BOX + "x, y = Box(), Box()\nx.__dict__ = y.__dict__ = {'n': ''}", "(x if c == 'a' else y).n = c", "x.n"),
    "one dict of two objects, by name": (BOX + "x, y = Box(), Box()\nd = {}\nsetattr(x, '__dict__', d)\nobject.__setattr__(y, '__dict__', d)", "(x if c == 'a' else y).n = c", "x.n"),
    "one dict of two objects, taken": (BOX + "x, y = Box(), Box()\nx.__dict__ = y.__dict__", "(x if c == 'a' else y).n = c", "x.n"),
    "dict of whoever is made": ("d = {}\nclass Borg:\n    def __init__(self): self.__dict__ = d", "x = Borg(); x.n = c", "d"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_both_orders_are_found(name):
    setup, step, show = SHARED[name]
    text = PROGRAM.format(setup=setup, step=step, show=show).encode()
    found = explore(f"{name}.py", source=text)
    assert found.complete, found.reason
    assert all(o.kind == "finished" for o in found.outcomes), found.keys
    assert len(found.outcomes) > 1


@pytest.mark.parametrize("module", ["concurrent.futures", "logging", "queue", "json"])
def test_an_import_that_nobody_uses_changes_nothing(module):
    text = PROGRAM.format(
        setup="lock = threading.Lock()\nx = []", step="with lock: x.append(c)", show="x"
    )
    unused = f"import {module}\n{text}"
    plain = explore("plain.py", source=text.encode())
    assert len(plain.outcomes) == 2
    assert explore("unused.py", source=unused.encode()).keys == plain.keys


def test_a_run_finds_the_process_as_the_first_did(tmp_path, monkeypatch):
    text = """\
import os
import threading
def f():
    seen.append((os.environ.get("NEW"), os.listdir(), os.path.basename(os.getcwd())[:10]))
    os.environ["NEW"] = "1"
    open("left", "w").close()
seen = []
threads = [threading.Thread(target=f) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(seen[0])
"""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEW", raising=False)
    found = explore("left.py", source=text.encode(), preemptions=0)
    assert found.outputs == {"(None, [], 'scheduler-')\n"}
    assert "NEW" not in os.environ
    assert os.getcwd() == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        "open({!r}, 'w')", "os.mkdir({!r})", "os.rename('a', {!r})", "os.remove({!r})",
        "F({!r}, 'w')", "G({!r})", "io.FileIO.__new__(io.FileIO).__init__({!r}, 'w')",
        "type.__call__(F, {!r}, 'w')", "operator.call(os.mkdir, {!r})", "operator.methodcaller('mkdir', {!r})(os)",
        "functools.partial(os.mkdir, {!r})()",
    ],
)  # fmt: skip
def test_what_lies_outside_of_the_folder_is_left_alone(change, tmp_path):
    outside = tmp_path / "precious"
    text = f"""\
import functools, io, operator, os
class F(io.FileIO): pass
class G(io.FileIO):
    def __init__(self, name): super().__init__(name, "w")
open("a", "w").close()
{change.format(str(outside))}
"""
    line = 4 if change.startswith("G") else 6
    with pytest.raises(
        Unexplorable, match=rf"precious, outside of its own folder \(line {line}\)"
    ):
        explore("outside.py", source=text.encode())
    assert not outside.exists()


@pytest.mark.parametrize(
    "change",
    [
        "next(map(open, [{!r}], ['w']))", "next(map(io.FileIO, [{!r}], ['w']))", "list(map(os.mkdir, [{!r}]))",
        "list(filter(None, itertools.chain(map(os.mkdir, [{!r}]))))", "functools.reduce(open, [{!r}, 'w'])",
        "list(itertools.starmap(functools.partial(open), [({!r}, 'w')]))", "[{!r}].sort(key=os.mkdir)",
        "max([{!r}, ''], key=os.mkdir)", "operator.methodcaller('mkdir', {!r}, mode=7)(os)",
    ],
)  # fmt: skip
def test_what_c_would_change_unseen_is_refused(change, tmp_path):
    outside = tmp_path / "precious"
    text = f"import functools, io, itertools, operator, os\n{change.format(str(outside))}\n"
    with pytest.raises(Unexplorable, match=r"changes isn't seen \(line 2\)"):
        explore("outside.py", source=text.encode())
    assert not outside.exists()


def test_what_c_calls_otherwise_is_explored():
    text = """\
import operator, os
operator.call(os.mkdir, "a")
open("b", "w").close()
print(sorted(map(str, map(os.path.exists, ["a", "b", "c"])), key=len))
print(sorted([print, open], key=repr) != [], {"w": open} == {})
"""
    found = explore("inside.py", source=text.encode())
    assert found.outputs == {"['True', 'True', 'False']\nTrue False\n"}


@pytest.mark.parametrize(
    "use",
    [
        "os.write(1, b'')", "os.close(2)", "os.dup2(os.dup(own), 1)", "os.closerange(0, 3)", "open(0)",
        "open(1, 'w', closefd=False)", "io.FileIO(0)", "os.fdopen(2)", "os.dup(1)", "os.set_blocking(0, True)",
    ],
)  # fmt: skip
def test_what_was_open_before_the_program_is_left_alone(use):
    text = f"import io, os\nown = os.open('a', os.O_CREAT)\n{use}\n"
    with pytest.raises(
        Unexplorable, match=r"file descriptor [012], which is not its own \(line 3\)"
    ):
        explore("inherited.py", source=text.encode())


@pytest.mark.parametrize("opened", ["os.open('a', os.O_CREAT)", "os.dup(own)"])
def test_what_one_run_leaves_open_is_closed_before_the_next(opened):
    text = f"""\
import os
import threading
own = os.open("a", os.O_CREAT)
found = []
t = threading.Thread(target=lambda: found.append({opened} - own))
t.start()
found.append({opened} - own)
t.join()
print(found)
"""
    found = explore("left.py", source=text.encode())
    assert found.complete
    assert found.outputs == {"[1, 2]\n", "[2, 1]\n"}


def test_what_a_module_holds_is_as_it_was_before_the_first_run():
    text = """\
import copyreg
import threading
found = []
def add(code):
    try:
        copyreg.add_extension("a", "b", code)
        found.append("added")
    except ValueError:
        found.append("was there")
t = threading.Thread(target=add, args=[7])
t.start()
t.join()
add(8)
print(found)
"""
    for _ in range(2):
        found = explore("registered.py", source=text.encode())
        assert found.outputs == {"['added', 'was there']\n"}


def test_a_folder_may_be_removed_from_elsewhere():
    text = """\
import os, shutil, tempfile
top = tempfile.mkdtemp()
os.mkdir(top + "/inner")
os.chdir("/")
shutil.rmtree(top)
print(os.path.exists(top))
"""
    assert explore("removed.py", source=text.encode()).outputs == {"False\n"}


def test_what_an_open_folder_outside_holds_is_left_alone(tmp_path):
    (tmp_path / "precious").mkdir()
    text = f"""\
import os
os.mkdir("precious")
there = os.open({str(tmp_path)!r}, os.O_RDONLY)
os.rmdir("precious", dir_fd=there)
"""
    with pytest.raises(
        Unexplorable, match=r"precious, outside of its own folder \(line 4\)"
    ):
        explore("outside.py", source=text.encode())
    assert (tmp_path / "precious").is_dir()


@pytest.mark.parametrize("mode", ["", ", 'r', -1"])
def test_what_lies_outside_of_the_folder_can_be_read(mode, tmp_path):
    outside = tmp_path / "precious"
    outside.write_text("gold")
    text = f"with open({str(outside)!r}{mode}) as file:\n    print(file.read())\n"
    assert explore("outside.py", source=text.encode()).outputs == {"gold\n"}
