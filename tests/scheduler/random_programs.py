"""`python -m tests.scheduler.random_programs`: programs of the standard library's objects.

Each has two or three threads of one or two statements, on one or two objects
of `THINGS`, and is explored with the reduction and without it, at a
granularity and within a bound of its own: the sets must be equal.  Where the
search without reduction does not end, it is tried with a lower bound.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.scheduler import oracle

SEED = 12
GRANULARITIES = ("opcode", "line", "gil")
BOUNDS = (0, 1, 2, None)
LIMIT = 500

#: By name: what makes it, what threads do with it (`p` is shown), what is shown after.
THINGS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "future": (
        "import concurrent.futures\nf = concurrent.futures.Future()\ncalled = []",
        ("p = f.done()", "f.set_result(1)", "p = f.cancel()", "f.add_done_callback(lambda f: called.append(f.done()))",
         "p = f.running()", "p = f.set_running_or_notify_cancel()", "p = f.result(timeout=0)", "f.set_exception(ValueError())",
         "p = f.cancelled()", "if not f.done():\n    f.set_result(2)", "p = f.result()", "p = type(f.exception(1)).__name__"),
        "f.done(), f.cancelled(), called",
    ),
    "condition": (
        "c = threading.Condition()\nready = []",
        ("with c:\n    c.notify()", "with c:\n    c.notify_all()", "with c:\n    p = c.wait(1)", "with c:\n    ready.append(1)\n    c.notify()",
         "with c:\n    p = c.wait_for(lambda: ready, 1)", "c.notify()", "ready.append(2)", "with c:\n    while not ready:\n        c.wait()"),
        "ready",
    ),
    "event": (
        "e = threading.Event()",
        ("e.set()", "e.clear()", "p = e.is_set()", "p = e.wait(1)", "e.wait()", "if not e.is_set():\n    e.set()\n    p = 1"),
        "e.is_set()",
    ),
    "semaphore": (
        "s = threading.Semaphore(1)",
        ("p = s.acquire(False)", "s.release()", "with s:\n    p = 1", "p = s.acquire(timeout=1)", "s.acquire()", "s.release(2)"),
        "s._value",
    ),
    "bounded semaphore": (
        "u = threading.BoundedSemaphore(1)",
        ("p = u.acquire(False)", "u.release()", "with u:\n    p = 1", "p = u.acquire(timeout=1)"),
        "u._value",
    ),
    "barrier": (
        "b = threading.Barrier(2)",
        ("p = b.wait()", "p = b.wait(1)", "b.abort()", "b.reset()", "p = b.n_waiting", "p = b.broken"),
        "b.broken, b.n_waiting",
    ),
    "lock": (
        "k = threading.Lock()\nheld = []",
        ("with k:\n    held.append(k.locked())", "p = k.acquire(False)", "k.release()", "p = k.locked()", "p = k.acquire(timeout=1)", "held.append(2)"),
        "k.locked(), held",
    ),
    "rlock": (
        "r = threading.RLock()\ninside = []",
        ("with r:\n    with r:\n        inside.append(1)", "p = r.acquire(False)", "r.release()", "with r:\n    inside.append(2)", "inside.append(3)"),
        "inside",
    ),
    "queue": (
        "import queue\nq = queue.Queue(1)",
        ("q.put(1)", "q.put_nowait(2)", "p = q.get_nowait()", "p = q.get(timeout=1)", "p = q.qsize()", "p = q.empty()", "q.put(3, timeout=1)", "p = q.full()", "q.task_done()", "q.shutdown()"),
        "list(q.queue), q.unfinished_tasks",
    ),
    "lifo queue": (
        "import queue\nlq = queue.LifoQueue()\nlq.put(0)",
        ("lq.put(1)", "lq.put(2)", "p = lq.get_nowait()", "p = lq.get()", "p = lq.qsize()"),
        "list(lq.queue)",
    ),
    "priority queue": (
        "import queue\npq = queue.PriorityQueue()\npq.put(2)",
        ("pq.put(1)", "pq.put(3)", "p = pq.get_nowait()", "p = pq.get()", "p = pq.empty()"),
        "list(pq.queue)",
    ),
    "simple queue": (
        "import queue\nsq = queue.SimpleQueue()",
        ("sq.put(1)", "sq.put(2)", "p = sq.get_nowait()", "p = sq.get(timeout=1)", "p = sq.qsize()", "p = sq.empty()", "p = sq.get()"),
        "sq.qsize()",
    ),
    "deque": (
        "import collections\nd = collections.deque([1, 2])",
        ("d.append(3)", "d.appendleft(4)", "p = d.pop()", "p = d.popleft()", "d.rotate(1)", "d.extend((5, 6))", "p = list(d)", "for p in d:\n    pass",
         "d[0] = 7", "p = d[-1]", "d.insert(1, 8)", "d.clear()", "d.remove(1)", "p = d.index(2)", "p = len(d)", "p = 1 in d", "d += [9]", "d.reverse()", "p = d.copy()", "p = [*d]", "p = d.count(1)"),
        "list(d)",
    ),
    "deque's iterator": (
        "import collections\nds = collections.deque([1, 2])\ndi = iter(ds)\nde = enumerate(ds)",
        ("p = next(di, None)", "ds.append(3)", "p = list(di)", "for p in di:\n    break", "p = next(de, None)", "ds.popleft()", "p = list(map(str, ds))", "p = list(reversed(ds))"),
        "list(ds)",
    ),
    "array": (
        "import array\na = array.array('i', [1, 2])",
        ("a.append(3)", "p = a.pop()", "a[0] += 1", "p = a.tolist()", "a.reverse()", "a.extend(array.array('i', [4]))", "p = a[0:1].tolist()", "a[0:1] = array.array('i', [5, 6])", "del a[0]", "p = sum(a)", "for p in a:\n    pass", "p = 1 in a", "a.insert(0, 7)", "p = a.tobytes()", "a.frombytes(b'aaaa')", "p = a.index(2)", "a.byteswap()", "p = a == array.array('i', [1, 2])", "a *= 2"),
        "a.tolist()",
    ),
    "list": (
        "l = [3, 1]",
        ("l.append(2)", "p = l.pop()", "l[0] = 5", "p = l[0]", "p = l[:]", "l[0:1] = [7, 8]", "del l[0]", "del l[:]", "l.sort()", "l.reverse()", "l.insert(0, 9)", "l.extend((1, 2))", "l += [4]", "l *= 2", "p = 3 in l", "p = sorted(l)", "for p in l:\n    pass", "p = [*l]", "p, *_ = l", "p = l == [3, 1]", "p = f'{l}'", "p = len(l)", "l.remove(1)", "p = l.index(1)", "p = sum(l)", "p = l + [0]", "p = max(*l, 0)", "p = bool(l)", "l[0] += 1", "l[1:] = l[:1]", "p = str(l)"),
        "l",
    ),
    "dict": (
        "m = {'k': 1}",
        ("m['j'] = 2", "m['k'] = 3", "p = m['k']", "p = m.get('j')", "del m['k']", "p = m.pop('k', None)", "p = m.popitem()", "m.clear()", "m.update(i=4)", "p = m.setdefault('j', 5)", "p = 'j' in m", "for p in m:\n    pass", "p = list(m.items())", "m |= {'h': 6}", "p = m | {}", "p = {**m}", "p = len(m)", "m['k'] += 1", "p = m == {'k': 1}", "p = [*m.values()]", "p = max(m.values(), default=0)", "p = f'{m}'", "p = dict(m)", "p = m.copy()", "p = sorted(m)", "p = dict(**m)"),
        "m",
    ),
    "set": (
        "t = {1}",
        ("t.add(2)", "t.discard(1)", "t.remove(1)", "p = t.pop()", "p = 1 in t", "t |= {3}", "t &= {2}", "t -= {1}", "p = sorted(t)", "p = len(t)", "for p in t:\n    pass", "p = t == {1}", "p = sorted(t | {4})", "t.update((5,))", "t.clear()", "p = {1} <= t", "p = t.isdisjoint({2})", "t ^= {1, 2}", "p = t.issubset({1, 2})"),
        "sorted(t)",
    ),
    "bytearray": (
        "h = bytearray(b'ab')",
        ("h.append(99)", "h += b'z'", "h[0] = 100", "h[0:1] = b'xy'", "p = bytes(h)", "p = h[0]", "del h[0]", "p = h.pop()", "p = h.decode()", "h.reverse()", "p = h.find(b'b')", "p = b'a' in h", "p = h + b'q'", "p = h[:1]", "h.clear()", "p = len(h)", "memoryview(h)[0] = 101"),
        "h",
    ),
    "default dict": (
        "import collections\nn = collections.defaultdict(list)\ncounts = collections.Counter()",
        ("n['k'].append(1)", "p = n['k']", "p = n.get('k')", "p = 'k' in n", "counts['k'] += 1", "counts.update('kj')", "p = counts['k']", "p = counts.most_common(1)", "counts.subtract('k')", "p = dict(n)"),
        "dict(n), dict(counts)",
    ),
    "ordered dict": (
        "import collections\nod = collections.OrderedDict(k=1, j=2)",
        ("od.move_to_end('k')", "p = od.popitem()", "od['i'] = 3", "p = list(od)", "del od['k']", "p = next(iter(od))", "od.update(j=4)", "p = od == {'k': 1}", "for p in od:\n    pass", "p = list(reversed(od))", "od.clear()"),
        "list(od.items())",
    ),
    "iterator of a list": (
        "src = [1, 2]\nit = iter(src)",
        ("p = next(it, None)", "for p in it:\n    break", "p = list(it)", "src.append(3)", "src.clear()", "p, *_ = it", "p = sum(it)", "p = next(zip(it, it), None)", "p = 2 in it", "src[:] = [4, 5, 6]", "p = it.__length_hint__()", "p = next(it)"),
        "src, list(it)",
    ),
    "iterators": (
        "import itertools\ni1 = enumerate('ab')\ni2 = zip('ab', 'cd')\ni3 = map(str, [1, 2])\ni4 = itertools.chain([1], [2])\ni5 = itertools.count()\ni6 = itertools.islice(iter([1, 2, 3]), 2)",
        ("p = next(i1, None)", "p = next(i2, None)", "p = next(i3, None)", "p = next(i4, None)", "p = next(i5)", "p = next(i6, None)", "for p in i1:\n    break", "for p in i2:\n    break", "for p in i4:\n    break", "for p in i5:\n    break", "p = list(i3)", "p = list(i6)", "p = next(zip(i5, i5))", "p = dict(i1)"),
        "next(i1, None), next(i2, None), next(i3, None), next(i4, None), next(i5), next(i6, None)",
    ),
    "tee": (
        "import itertools\nbase = iter([1, 2, 3])\nt1, t2 = itertools.tee(base)",
        ("p = next(t1, None)", "p = next(t2, None)", "p = next(base, None)", "for p in t1:\n    break", "p = list(t2)"),
        "list(t1), list(t2)",
    ),
    "generator": (
        "def numbers():\n    got = yield 1\n    yield got\n    yield 3\ngen = numbers()",
        ("p = next(gen, None)", "for p in gen:\n    break", "p = gen.send(None)", "gen.close()", "p = list(gen)"),
        "list(gen)",
    ),
    "groups": (
        "import itertools\ng1 = itertools.groupby([1, 1, 2])\ng2 = itertools.cycle([1, 2])\ng3 = itertools.accumulate([1, 2, 3])\ng4 = itertools.product([1, 2])\ng5 = itertools.repeat(1, 2)",
        ("p = next(g1)[0]", "p = next(g2)", "p = next(g3)", "p = next(g4)", "p = next(g5, None)", "for p in g2:\n    break", "p = list(g3)", "p = len(list(g4))"),
        "next(g2), next(g3, None), next(g4, None), next(g5, None)",
    ),
    "cell": (
        "def maker():\n    v = 0\n    def add():\n        nonlocal v\n        v += 1\n        return v\n    def see():\n        return v\n    return add, see\nadd, see = maker()",
        ("p = add()", "p = see()", "see.__closure__[0].cell_contents = 7", "p = see.__closure__[0].cell_contents", "add()"),
        "see()",
    ),
    "weakref": (
        "import weakref\nclass W:\n    n = 0\nhold = [W()]\nref = weakref.ref(hold[0])\nproxy = weakref.proxy(hold[0])\ndead = []\nweakref.finalize(hold[0], dead.append, 1)",
        ("p = ref() is None", "hold.clear()", "proxy.n += 1", "p = proxy.n", "hold[0].n = 5", "p = weakref.getweakrefcount(hold[0])", "hold[0] = None", "p = len(dead)", "p = ref().n"),
        "dead, ref() is None",
    ),
    "weak dictionary": (
        "import weakref\nclass V:\n    pass\nkeep = [V()]\nweak = weakref.WeakValueDictionary(k=keep[0])",
        ("p = 'k' in weak", "p = weak.get('k') is None", "keep.clear()", "weak['j'] = keep[0]", "p = len(weak)", "del weak['k']"),
        "sorted(weak)",
    ),
    "context": (
        "import contextvars\ncv = contextvars.ContextVar('cv', default=0)\nctx = contextvars.Context()",
        ("ctx.run(cv.set, 1)", "p = ctx.run(cv.get)", "p = ctx.get(cv)", "p = cv in ctx", "cv.set(3)", "p = cv.get()", "p = len(ctx)", "p = ctx.copy().get(cv)"),
        "ctx.get(cv), cv.get()",
    ),
    "file": (
        "import os, tempfile\nfolder = tempfile.mkdtemp()\npath = os.path.join(folder, 'f')\nother = os.path.join(folder, 'g')",
        ("open(path, 'w').close()", "open(path, 'a').write('1')", "open(path, 'a').write('2')", "p = os.path.exists(path)", "p = open(path).read()", "os.unlink(path)", "os.rename(path, other)", "p = len(os.listdir(folder))", "os.mkdir(path)", "open(path, 'x').close()", "if not os.path.exists(path):\n    open(path, 'a').write('3')", "p = os.stat(path).st_size", "os.makedirs(other, exist_ok=True)", "p = os.path.isdir(other)"),
        "sorted(os.listdir(folder)), os.path.isfile(path) and open(path).read(), __import__('shutil').rmtree(folder)",
    ),
    "open file": (
        "import io, os, tempfile\nhandle, name = tempfile.mkstemp()\nout = open(name, 'w+')\nout.write('ab')\nout.flush()\nout.seek(0)",
        ("p = out.read(1)", "out.write('z')", "out.seek(0)", "p = out.tell()", "for p in out:\n    break", "out.truncate(1)", "p = os.fstat(handle).st_size", "os.write(handle, b'q')", "out.flush()", "out.close()", "p = os.lseek(handle, 0, 1)"),
        "out.close(), open(name).read(), os.close(handle), os.unlink(name)",
    ),
    "memory file": (
        "import io\nsio = io.StringIO('ab')\nbio = io.BytesIO(b'ab')",
        ("p = sio.read(1)", "sio.write('z')", "p = sio.getvalue()", "sio.seek(0)", "p = sio.tell()", "p = bio.read(1)", "bio.write(b'z')", "p = bio.getvalue()", "for p in bio:\n    break", "print('q', file=sio)", "sio.truncate(0)", "p = sio.readline()"),
        "sio.getvalue(), sio.tell(), bio.getvalue(), bio.tell()",
    ),
    "environment": (
        "import os\nos.environ['ORACLE'] = '1'",
        ("os.environ['ORACLE'] = '2'", "p = os.environ['ORACLE']", "p = os.environ.get('ORACLE')", "del os.environ['ORACLE']", "p = 'ORACLE' in os.environ", "os.environ['ORACLE'] += '3'", "p = os.getenv('ORACLE')", "p = os.environ.pop('ORACLE', None)", "p = os.environ.setdefault('ORACLE', '4')", "p = os.environ.copy().get('ORACLE')"),
        "os.environ.get('ORACLE')",
    ),
    "working directory": (
        "import os, tempfile\ntop = tempfile.mkdtemp()\nos.mkdir(top + '/s')\nos.chdir(top)",
        ("os.chdir('s')", "p = os.path.basename(os.getcwd()) == 's'", "os.chdir(top)", "open('n', 'w').close()", "p = os.path.exists('n')", "p = os.listdir()", "os.mkdir('s')"),
        "os.chdir(top), sorted(os.listdir('s')), os.chdir('/'), __import__('shutil').rmtree(top)",
    ),
    "process": (
        "import gc, os, sys\nos.umask(18)\nsys.setrecursionlimit(1000)\ngc.enable()",
        ("p = os.umask(7)", "os.umask(1)", "sys.setrecursionlimit(1100)", "p = sys.getrecursionlimit()", "gc.disable()", "p = gc.isenabled()", "gc.enable()", "sys.setrecursionlimit(sys.getrecursionlimit() + 1)", "sys.oracle = 1", "p = hasattr(sys, 'oracle')"),
        "os.umask(18), sys.getrecursionlimit(), gc.isenabled(), sys.__dict__.pop('oracle', None)",
    ),
    "pipe": (
        "import os\nr1, w1 = os.pipe()\nos.set_blocking(r1, False)",
        ("os.write(w1, b'1')", "os.write(w1, b'2')", "p = open(r1, 'rb', closefd=False, buffering=0).read(1)", "os.close(w1)"),
        "open(r1, 'rb', closefd=False, buffering=0).read(4), os.close(r1)",
    ),
    "global": (
        "x = 0\nspace = {}",
        ("globals()['x'] = 5", "p = x", "p = globals()['x']", "p = globals().get('x')", "exec('x = 6', globals())", "exec('y = 1', space)", "p = space.get('y')", "p = eval('x')", "space.clear()", "p = 'y' in space", "p = vars(__import__('__main__')).get('x') if '__main__' in __import__('sys').modules else 0"),
        "x, space.get('y')",
    ),
    "object": (
        "class O:\n    n = 0\n    def __init__(self):\n        self.m = 1\no = O()",
        ("o.m += 1", "p = o.m", "o.n = 2", "p = o.n", "O.n = 3", "p = O.n", "del o.m", "p = vars(o).get('m')", "o.__dict__ = {'m': 4}", "p = hasattr(o, 'm')", "setattr(o, 'm', 5)", "p = getattr(o, 'q', None)", "o.__dict__['q'] = 6", "object.__setattr__(o, 'm', 7)", "p = o.__class__.__name__", "p = dict(vars(o))", "O.f = lambda s: s.m", "p = o.f()"),
        "dict(vars(o)), O.n",
    ),
    "views": (
        "import types\nbelow = {'k': 1}\nkeys = below.keys()\nmp = types.MappingProxyType(below)\nbuf = bytearray(b'ab')\nmv = memoryview(buf)\nns = types.SimpleNamespace(n=1)",
        ("p = list(keys)", "below['j'] = 2", "p = mp.get('j')", "p = len(mp)", "p = 'k' in keys", "del below['k']", "mv[0] = 99", "p = bytes(mv)", "p = buf[0]", "ns.n += 1", "p = ns.n", "p = repr(ns)", "p = dict(mp)", "for p in mp:\n    pass", "p = keys & {'k'}"),
        "below, buf, ns.n",
    ),
    "random": (
        "import random\nrnd = random.Random(1)\nrandom.seed(1)",
        ("p = rnd.random()", "rnd.seed(2)", "p = random.random()", "p = random.getrandbits(4)", "p = rnd.getrandbits(8)", "p = random.random() < 0.5"),
        "rnd.random(), random.random()",
    ),
    "cache": (
        "import functools\ncalls = []\n@functools.lru_cache(2)\ndef cached(n):\n    calls.append(n)\n    return len(calls)",
        ("p = cached(1)", "p = cached(2)", "cached.cache_clear()", "p = cached.cache_info().hits"),
        "calls",
    ),
    "functools": (
        "import functools, heapq, bisect\nheap = [2, 4]\nadder = functools.partial(heap.append, 9)\nclass P:\n    @functools.cached_property\n    def v(self):\n        heap.append(7)\n        return 1\npo = P()",
        ("heapq.heappush(heap, 1)", "p = heapq.heappop(heap)", "bisect.insort(heap, 3)", "adder()", "p = po.v", "p = bisect.bisect(heap, 3)", "p = heapq.nsmallest(1, heap)", "p = functools.reduce(lambda a, b: a + b, heap)", "p = heapq.heapreplace(heap, 5)"),
        "heap",
    ),
    "exception": (
        "err = ValueError(1)",
        ("err.add_note('a')", "err.args = (2,)", "p = err.args", "p = str(err)", "err.n = 1", "p = getattr(err, '__notes__', None)", "p = getattr(err, 'n', None)"),
        "err.args, getattr(err, '__notes__', None)",
    ),
    "C objects": (
        "import decimal, hashlib, re, struct, zlib\nmd = hashlib.md5()\nzc = zlib.compressobj()\ndc = decimal.Context(prec=3)\nsc = re.compile('.').scanner('abc')\nui = struct.iter_unpack('B', b'abc')",
        ("md.update(b'a')", "md.update(b'b')", "p = md.hexdigest()[:4]", "zc.compress(b'a')", "zc.compress(b'b')", "dc.prec = 5", "p = dc.prec", "p = sc.match().group()", "p = next(ui)", "for p in ui:\n    break", "p = str(dc.divide(1, 3))", "p = dc.flags[decimal.Inexact]"),
        "md.hexdigest(), zlib.decompress(zc.flush()) if False else 0, dc.prec",
    ),
    "thread local": (
        "loc = threading.local()\nloc.n = 1",
        ("p = getattr(loc, 'n', None)", "loc.n = 2", "del loc.n", "p = dict(vars(loc))"),
        "getattr(loc, 'n', None)",
    ),
    "other thread": (
        "done = []\nth = threading.Thread(target=done.append, args=(1,))",
        ("th.start()", "p = th.is_alive()", "th.join()", "p = len(done)", "p = threading.active_count() > 9", "th.name = 'q'", "p = th.name", "th.join(1)"),
        "len(done) < 3",
    ),
    "class": (
        "import abc\nclass A(abc.ABC):\n    pass\nclass B:\n    n = 1\nclass C(B):\n    pass",
        ("A.register(B)", "p = issubclass(C, A)", "p = isinstance(B(), A)", "B.n = 2", "p = C.n", "C.__bases__ = (A,)", "p = len(C.__mro__)", "C.n = 3", "del C.n", "p = hasattr(C, 'n')"),
        "issubclass(B, A), getattr(C, 'n', None)",
    ),
    "function": (
        "def fn(q=1):\n    return q\ndef fo(q=2):\n    return -q",
        ("p = fn()", "fn.__defaults__ = (3,)", "fn.__code__ = fo.__code__", "fn.n = 1", "p = getattr(fn, 'n', None)", "p = fn.__defaults__", "del fn.n", "fn.__kwdefaults__ = {}"),
        "fn(), vars(fn)",
    ),
}  # fmt: skip


def _body(statements: Sequence[str], names: Sequence[str], pad: str) -> Iterator[str]:
    for statement, name in zip(statements, names, strict=True):
        yield f"{pad}p = None"
        yield f"{pad}try:"
        yield from (f"{pad}    {line}" for line in statement.splitlines())
        yield f"{pad}except Exception as error:"
        yield f"{pad}    p = type(error).__name__"
        yield f"{pad}{name} = p"


def text(
    things: Sequence[str],
    threads: Sequence[Sequence[str]],
    known: Mapping[str, tuple[str, tuple[str, ...], str]] = THINGS,
) -> str:
    """A program: the last of the threads is the main one."""
    lines = [
        "import threading",
        *(line for t in things for line in known[t][0].splitlines()),
    ]
    lines += ["s0 = s1 = s2 = None"]
    for at, statements in enumerate(threads[:-1]):
        names = [f"v{n}" for n in range(len(statements))]
        lines += [
            f"def work{at}():",
            f"    global s{at}",
            *_body(statements, names, "    "),
        ]
        lines += [f"    s{at} = {', '.join(names)}"]
    names = [f"v{n}" for n in range(len(threads[-1]))]
    count = len(threads) - 1
    lines += ["def main():"]
    lines += [f"    t{at} = threading.Thread(target=work{at})" for at in range(count)]
    lines += [f"    t{at}.start()" for at in range(count)]
    lines += [*_body(threads[-1], names, "    ")]
    lines += [f"    t{at}.join()" for at in range(count)]
    lines += [f"    return {', '.join(names)}"]
    lines += ["s2 = main()"]
    lines += [
        f"print(s0, s1, s2, {', '.join(f'({known[t][2]})' for t in things)})",
        "",
    ]
    return "\n".join(lines)


def program(seed: int) -> tuple[str, str]:
    """The name and the text of a random program."""
    chooser = random.Random(seed)
    names = sorted(THINGS)
    # Each thing in turn, with another now and then.
    things = [names[seed % len(names)]]
    if chooser.random() < 0.25:
        things.append(chooser.choice([n for n in names if n not in things]))
    statements = [s for t in things for s in THINGS[t][1]]
    sizes = chooser.choice([(1, 1), (1, 1), (1, 2), (2, 1), (2, 1), (2, 2), (1, 1, 1)])
    threads = [[chooser.choice(statements) for _ in range(size)] for size in sizes]
    return f"{seed} {' and '.join(things)}", text(things, threads)


def settings(seed: int) -> dict[str, Any]:
    """At which granularity and within which bound a program is explored."""
    combinations = list(itertools.product(GRANULARITIES, BOUNDS))
    granularity, bound = combinations[(seed // len(THINGS) + seed) % len(combinations)]
    return {"granularity": granularity, "bound": bound, "limit": LIMIT}


def lower(bound: int | None) -> int | None:
    """The next bound to try where a search does not end."""
    return 2 if bound is None else bound - 1


def compared(
    seeds: Sequence[int],
) -> Iterator[tuple[int, oracle.Compared, dict[str, Any]]]:
    """Explore random programs, each within the highest bound at which that ends."""
    todo = {seed: settings(seed) for seed in seeds}
    while todo:
        tasks = []
        for seed, options in todo.items():
            name, source = program(seed)
            tasks.append((name, source, None, options))
        again = {}
        for (seed, options), found in zip(
            todo.items(), oracle.compared(tasks), strict=True
        ):
            # Not the reduced search, but the one without reduction, did not end.
            cut = found.verdict == "open" and "naive cut off" in found.detail
            if cut and options["bound"] != 0:
                again[seed] = {**options, "bound": lower(options["bound"])}
            else:
                yield seed, found, options
        todo = again


def main(arguments: Sequence[str] | None = None) -> int:
    """Explore; print what differs and the counts; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scheduler.random_programs",
        description="Explores random programs with the reduction and without.",
    )
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED, help="the first program's")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only one in N"
    )
    parser.add_argument(
        "--texts", action="store_true", help="print the programs that differ"
    )
    given = parser.parse_args(arguments)
    began = time.monotonic()
    count: Counter[str] = Counter()
    where: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong = 0
    seeds = range(given.seed, given.seed + given.programs, given.every)
    for _, found, options in compared(seeds):
        count["programs"] += 1
        count[found.verdict] += 1
        count["several outcomes"] += found.outcomes > 1
        count["runs"] += sum(found.runs.values())
        where[f"{options['granularity']} within {options['bound']}"] += 1
        if found.verdict in oracle.WRONG:
            wrong += 1
            print(
                f"{found.verdict}: {found.name}: {options['granularity']}: {found.detail[:300]}",
                flush=True,
            )
            if given.texts:
                print(found.text)
        elif found.verdict != "same":
            reasons[f"{found.verdict}: {found.detail[:90]}"] += 1
    print(
        *(f"{n:7,} {text}" for text, n in (reasons + where).most_common(40)), sep="\n"
    )
    print(
        ", ".join(f"{n:,} {what}" for what, n in count.items()),
        f"in {time.monotonic() - began:.0f} s",
    )
    return int(wrong > 0 or not count["programs"])


if __name__ == "__main__":
    sys.exit(main())
