"""Ordinary programs: what a reader pastes, of the whole standard library.

Each is done by plain Python in both orders, one thread after the other, and searched for
a while without reduction: what either finds must be in the set, which must be complete.
"""

import re
import textwrap

import pytest

from tests.scheduler import oracle

#: One more program is one more block: its name, what is shared, what a thread does, what
#: the main thread does beside it, and what is printed at the end, `seen` if nothing is
#: said. What one sleeps is simulated where it is explored, and a moment in plain Python,
#: where nobody does anything meanwhile.
PROGRAMS = r"""
### two threads log
import io, logging
kept = io.StringIO()
log, handler = logging.Logger("app"), logging.StreamHandler(kept)
handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
log.addHandler(handler)
---
log.info("a")
---
log.warning("b")
---
kept.getvalue()
### a level is set beside who logs
import io, logging
kept = io.StringIO()
log = logging.Logger("app")
log.addHandler(logging.StreamHandler(kept))
---
log.info("one")
---
log.setLevel(logging.ERROR)
---
kept.getvalue()
### a path is joined and shown
import pathlib
p = pathlib.Path("d")
---
seen.append(str(p / "a"))
---
seen.append(str(p))
---
sorted(seen)
### typeddict
from typing import TypedDict
class Cfg(TypedDict, total=False):
    host: str
    port: int
cfg: Cfg = {}
---
if "port" not in cfg: cfg["port"] = 80
---
if "port" not in cfg: cfg["port"] = 81
---
cfg
### property with validation
class T:
    def __init__(self): self._c = 0
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v):
        if v > 3: raise ValueError(v)
        self._c = v
t = T()
---
t.c += 2
---
try: t.c += 2
except ValueError as e: seen.append(str(e))
---
t.c, seen
### super chain counts
class Base:
    calls = 0
    def go(self): Base.calls += 1
class L(Base):
    def go(self):
        super().go(); seen.append("L")
class R(Base):
    def go(self):
        super().go(); seen.append("R")
class B(L, R): pass
---
L().go()
---
B().go()
---
Base.calls, seen
### ExitStack callbacks
import contextlib
---
with contextlib.ExitStack() as s:
    s.callback(seen.append, "a1")
    s.callback(seen.append, "a2")
---
with contextlib.ExitStack() as s:
    s.callback(seen.append, "b")
---
### suppress keyerror
import contextlib
d = {"k": 1}
---
with contextlib.suppress(KeyError):
    del d["k"]
    seen.append("one")
---
with contextlib.suppress(KeyError):
    del d["k"]
    seen.append("two")
---
### closing
import contextlib
class Res:
    opened = True
    def close(self):
        if self.opened:
            self.opened = False
            seen.append("closed")
r = Res()
---
with contextlib.closing(r): pass
---
with contextlib.closing(r): pass
---
### redirect_stdout own
import contextlib, io
buf = io.StringIO()
---
with contextlib.redirect_stdout(buf): print("one")
---
print("two")
---
repr(buf.getvalue())
### nullcontext and lock
import contextlib
lock = threading.Lock()
n = 0
def add(safe):
    global n
    with lock if safe else contextlib.nullcontext():
        n += 1
---
add(True)
---
add(False)
---
n
### generator shared
def gen():
    n = 0
    while True:
        n += 1
        yield n
g = gen()
---
try: seen.append(next(g))
except ValueError: seen.append("busy")
---
try: seen.append(next(g))
except ValueError: seen.append("busy")
---
### generator send accumulate
def acc():
    total = 0
    while True:
        x = yield total
        total += x
g = acc(); next(g)
---
try: seen.append(g.send(1))
except ValueError: seen.append("busy")
---
try: seen.append(g.send(10))
except ValueError: seen.append("busy")
---
### generator pipeline
def numbers():
    yield from [1, 2, 3]
def double(it):
    for x in it: yield 2 * x
p = double(numbers())
out = []
---
try:
    for x in p: out.append(x); break
except ValueError: out.append("busy")
---
try: out.append(next(p))
except ValueError: out.append("busy")
---
out
### decorator with counter
import functools
def counted(f):
    @functools.wraps(f)
    def w(*a, **k):
        w.calls += 1
        return f(*a, **k)
    w.calls = 0
    return w
@counted
def hello(name): return "hello " + name
---
seen.append(hello("a"))
---
seen.append(hello("b"))
---
hello.calls, hello.__name__
### partial
import functools
def add(d, k, v): d[k] = d.get(k, 0) + v
d = {}
inc = functools.partial(add, d, "n")
---
inc(1)
---
inc(2)
---
d
### total_ordering
import functools
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
v = V(1)
---
v.n = 3
---
seen.append(v >= V(2)); seen.append(v <= V(2))
---
### reduce over shared
import functools, operator
xs = [1, 2, 3]
---
seen.append(functools.reduce(operator.add, xs, 0))
---
xs.append(4); xs[0] = 0
---
### reduce with python function
import functools
xs = [1, 2]
---
seen.append(functools.reduce(lambda a, b: a * 10 + b, xs))
---
xs.append(3)
---
### string Template
import string
t = string.Template("$a-${b}"); d = {"a": 1, "b": 1}
---
seen.append(t.substitute(d))
---
d["a"] = 2; d["b"] = 2
---
### datetime arithmetic
import datetime
t = datetime.datetime(2024, 1, 31)
---
global t
t += datetime.timedelta(days=1)
---
global t
t = t.replace(year=t.year + 1, day=1)
---
t.isoformat()
### random seeded
import random
r = random.Random(1)
---
seen.append(("a", r.randint(1, 100)))
---
seen.append(("b", r.randint(1, 100)))
---
### hashlib update
import hashlib
h = hashlib.sha256()
---
h.update(b"a")
---
h.update(b"b")
---
h.hexdigest()[:8]
### hmac
import hmac
h = hmac.new(b"k", b"", "sha256")
---
h.update(b"a")
---
h.update(b"b"); seen.append(h.hexdigest()[:4])
---
h.hexdigest()[:4], seen
### zlib compressobj
import zlib
c = zlib.compressobj(); out = []
---
out.append(c.compress(b"aaa"))
---
out.append(c.compress(b"b"))
---
zlib.decompress(b"".join(out) + c.flush())
### zlib crc32
import zlib
crc = 0
---
global crc
crc = zlib.crc32(b"a", crc)
---
global crc
crc = zlib.crc32(b"b", crc)
---
crc
### decimal sum
from decimal import Decimal
total = Decimal("0.10")
---
global total
total += Decimal("0.20")
---
global total
total = (total * 3).quantize(Decimal("0.01"))
---
total
### base64 binascii
import base64
d = bytearray(b"ab")
---
seen.append(base64.b64encode(d))
---
d[0] = 120
---
### itertools count shared
import itertools
ids = itertools.count(1)
---
seen.append(("a", next(ids)))
---
seen.append(("b", next(ids)))
---
### itertools cycle round robin
import itertools
servers = itertools.cycle(["s1", "s2"])
---
seen.append("a" + next(servers))
---
seen.append("b" + next(servers)); seen.append("b" + next(servers))
---
### itertools tee
import itertools
a, b = itertools.tee(iter([1, 2, 3]))
---
seen.append(next(a))
---
seen.append(next(b)); seen.append(next(b))
---
### itertools chain over changing
import itertools
x, y = [1], [2]
---
seen.extend(itertools.chain(x, y))
---
x.append(9); y.append(8)
---
### islice of shared iterator
import itertools
it = iter(range(5))
---
seen.append(list(itertools.islice(it, 2)))
---
seen.append(list(itertools.islice(it, 2)))
---
### zip_longest and pairwise
import itertools
xs = [1, 2]
---
seen.append(list(itertools.zip_longest(xs, "abc")))
---
seen.append(list(itertools.pairwise(xs))); xs.pop()
---
### product permutations combinations
import itertools
xs = [1, 2]
---
seen.append(list(itertools.product(xs, xs)))
---
xs.append(3); seen.append(list(itertools.combinations(xs, 2)))
---
### takewhile dropwhile filterfalse
import itertools
limit = 2
def small(n): return n < limit
---
seen.append(list(itertools.takewhile(small, [1, 2, 3])))
---
global limit
limit = 3
seen.append(list(itertools.filterfalse(small, [1, 2, 3])))
---
### starmap and batched
import itertools
pairs = [(1, 2), (3, 4)]
---
seen.append(list(itertools.starmap(max, pairs)))
---
pairs[1] = (9, 9); seen.append(list(itertools.batched(pairs, 2)))
---
### compress selectors
import itertools
sel = [1, 0, 1]
---
seen.append(list(itertools.compress("abc", sel)))
---
sel[1] = 1
---
### repeat with map
import itertools
n = [1]
---
seen.append(list(map(pow, n, itertools.repeat(2))))
---
n[0] = 3; n.append(4)
---
### OrderedDict LRU
import collections
class LRU:
    def __init__(self, size): self.size, self.d = size, collections.OrderedDict()
    def get(self, k):
        if k in self.d:
            self.d.move_to_end(k); return self.d[k]
    def put(self, k, v):
        self.d[k] = v
        if len(self.d) > self.size: self.d.popitem(last=False)
c = LRU(2); c.put("a", 1); c.put("b", 2)
---
try: seen.append(c.get("a"))
except KeyError as e: seen.append(repr(e))
---
c.put("c", 3)
---
list(c.d), seen
### OrderedDict iterate move
import collections
d = collections.OrderedDict(a=1, b=2, c=3)
---
try:
    for k in d: seen.append(k)
except RuntimeError as e: seen.append(str(e))
---
d.move_to_end("a")
---
### ChainMap
import collections
base, over = {"a": 1}, {}
m = collections.ChainMap(over, base)
---
m["a"] = 2; seen.append(base["a"])
---
base["a"] = 5; seen.append(m["a"])
---
### defaultdict grouping
import collections
d = collections.defaultdict(list)
---
for w in ("apple", "bob"): d[w[0]].append(w)
---
for w in ("axe",): d[w[0]].append(w)
---
sorted(d.items())
### deque maxlen rotate
import collections
d = collections.deque([1, 2, 3], maxlen=3)
---
d.append(4)
---
d.rotate(1); seen.append(d[0])
---
d, seen
### deque iterate while appended
import collections
d = collections.deque([1, 2])
---
try:
    for x in d: seen.append(x)
except RuntimeError as e: seen.append(str(e))
---
d.appendleft(0)
---
### deque popleft empty
import collections
d = collections.deque(["job"])
---
while d: seen.append("a" + d.popleft())
---
try:
    while d: seen.append("b" + d.popleft())
except IndexError: seen.append("empty")
---
### UserDict
import collections
class D(collections.UserDict):
    def __setitem__(self, k, v):
        if k in self: seen.append("dup")
        super().__setitem__(k, v)
d = D()
---
d["x"] = 1
---
d["x"] = 2
---
d, seen
### UserList and UserString
import collections
l = collections.UserList([1]); s = collections.UserString("ab")
---
l.append(2); seen.append(s.upper())
---
l.extend([3]); seen.append(len(l))
---
l, seen
### heapq priority
import heapq
h = []
for p in (3, 1): heapq.heappush(h, p)
---
heapq.heappush(h, 0); seen.append(heapq.heappop(h))
---
seen.append(heapq.heappop(h))
---
### heapq replace pushpop
import heapq
h = [1, 5]
---
seen.append(heapq.heapreplace(h, 3))
---
seen.append(heapq.heappushpop(h, 2))
---
h, seen
### bisect insort
import bisect
xs = [1, 5]
---
i = bisect.bisect(xs, 3); xs.insert(i, 3)
---
bisect.insort(xs, 2)
---
xs
### array append sum
import array
a = array.array("i", [1, 2])
---
a.append(3); a[0] += 1
---
seen.append(sum(a)); a[0] += 1
---
a, seen
### array frombytes tolist
import array
a = array.array("H")
---
a.frombytes(b"\1\0")
---
a.extend([2]); seen.append(a.tolist())
---
a, seen
### struct pack_into
import struct
buf = bytearray(8)
---
struct.pack_into("<I", buf, 0, 7)
---
seen.append(struct.unpack_from("<II", buf)); struct.pack_into("<I", buf, 4, 9)
---
buf, seen
### Struct object
import struct
s = struct.Struct("<h"); out = []
---
out.append(s.pack(1))
---
out.append(s.pack(2)); seen.append(s.unpack(out[0])[0])
---
out, seen
### StringIO writes
import io
s = io.StringIO()
---
s.write("a"); s.write("b")
---
print("c", file=s)
---
repr(s.getvalue())
### StringIO seek read
import io
s = io.StringIO("one\ntwo\n")
---
seen.append(s.readline())
---
for line in s: seen.append(line.strip())
---
### BytesIO
import io
b = io.BytesIO(b"abcdef")
---
seen.append(b.read(2))
---
b.seek(0); seen.append(b.read(3))
---
### csv writer
import csv, io
f = io.StringIO()
w = csv.writer(f)
---
w.writerow(["a", 1])
---
w.writerow(["b", "x,y"])
---
repr(f.getvalue())
### json dumps while changing
import json
d = {"a": [1]}
---
seen.append(json.dumps(d, sort_keys=True))
---
d["b"] = 2; d["a"].append(2)
---
### json default hook
import json
class P:
    x = 1
p = P()
def enc(o): return {"x": o.x}
---
seen.append(json.dumps([p], default=enc))
---
p.x = 2
---
### deepcopy hook
import copy
class N:
    def __init__(self, v): self.v = v
    def __deepcopy__(self, memo): return N(self.v)
n = [N(1), N(1)]
---
seen.append([x.v for x in copy.deepcopy(n)])
---
for x in n: x.v = 2
---
### queue put_nowait full
import queue
q = queue.Queue(1)
---
try: q.put_nowait(1)
except queue.Full: seen.append("full1")
---
try: q.put_nowait(2)
except queue.Full: seen.append("full2")
---
q.get(), seen
### LifoQueue
import queue
q = queue.LifoQueue()
---
q.put(1)
---
q.put(2); seen.append(q.get())
---
q.qsize(), seen
### SimpleQueue
import queue
q = queue.SimpleQueue()
---
q.put("x")
---
try: seen.append(q.get(timeout=1))
except queue.Empty: seen.append("none")
---
### queue shutdown
import queue
q = queue.Queue()
---
try: q.put(1)
except queue.ShutDown: seen.append("no put")
---
q.shutdown()
---
q.qsize(), seen
### queue shutdown immediate consumer
import queue
q = queue.Queue(); q.put(1)
---
try: seen.append(q.get())
except queue.ShutDown: seen.append("down")
---
q.shutdown(immediate=True)
---
### Timer cancel
t = threading.Timer(1, seen.append, ("fired",))
---
t.start()
---
t.cancel()
---
t.join() if t.ident else None, seen
### threading.local
data = threading.local(); data.x = 0
---
seen.append(getattr(data, "x", "none")); data.x = 1
---
data.x += 1; seen.append(data.x)
---
### excepthook
def hook(a): seen.append(a.exc_type.__name__)
threading.excepthook = hook
---
raise ValueError
---
seen.append("main")
---
### Semaphore
s = threading.Semaphore(1); inside = 0
---
global inside
with s: inside += 1; seen.append(inside); inside -= 1
---
global inside
if s.acquire(blocking=False):
    inside += 1; seen.append(inside); inside -= 1; s.release()
else: seen.append("busy")
---
### RLock recursion
l = threading.RLock(); n = 0
def rec(k):
    global n
    with l:
        n += 1
        if k: rec(k - 1)
---
rec(1)
---
rec(0); seen.append(n)
---
### Lock order deadlock
a, b = threading.Lock(), threading.Lock()
---
with a:
    with b: seen.append(1)
---
with b:
    with a: seen.append(2)
---
### trylock
l = threading.Lock()
---
if l.acquire(timeout=1): seen.append("got"); l.release()
else: seen.append("late")
---
with l: seen.append("main")
---
### thread subclass result
class W(threading.Thread):
    result = None
    def run(self): self.result = 42
w = W()
---
w.start(); w.join()
---
seen.append(w.result)
---
w.result, seen
### SimpleNamespace
import types
ns = types.SimpleNamespace(a=1)
---
ns.a += 1
---
ns.b = ns.a; seen.append(ns == types.SimpleNamespace(a=1, b=1))
---
ns, seen
### MappingProxyType
import types
d = {"a": 1}
p = types.MappingProxyType(d)
---
d["a"] = 2; d["b"] = 3
---
seen.append(p["a"]); seen.append(len(p))
---
### exception notes shared
e = ValueError("x")
---
e.add_note("a")
---
e.add_note("b"); seen.append(len(e.__notes__))
---
e.__notes__, seen
### ExceptionGroup
errs = []
def run(f):
    try: f()
    except Exception as e: errs.append(e)
---
run(lambda: 1 / 0)
---
run(lambda: {}["k"])
try: raise ExceptionGroup("g", errs)
except* KeyError as g: seen.append(len(g.exceptions))
except* ZeroDivisionError as g: seen.append("z")
---
### operator itemgetter
import operator
d = {"a": 1, "b": 2}; g = operator.itemgetter("a", "b")
---
seen.append(g(d))
---
d["a"] = 3; d["b"] = 4
---
### operator methodcaller attrgetter
import operator
class P: x = 1
p = P(); get = operator.attrgetter("x"); up = operator.methodcaller("append", 5)
---
seen.append(get(p)); up(seen)
---
p.x = 2
---
### abc instance
import abc
class B(abc.ABC):
    @abc.abstractmethod
    def go(self): ...
class C(B):
    def go(self): return 1
---
seen.append(isinstance(C(), B)); seen.append(C().go())
---
try: B()
except TypeError: seen.append("abstract")
---
### collections.abc mapping
import collections.abc
class M(collections.abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M()
---
m.setdefault("a", 1)
---
m.setdefault("a", 2); seen.append(m.pop("a", None))
---
dict(m), seen
### dis tokenize
import dis, tokenize, io
---
seen.append([t.string for t in tokenize.generate_tokens(io.StringIO("a=1").readline)][:3])
---
seen.append(dis.opname[0] != "")
---
### calendar
import calendar
c = calendar.TextCalendar()
---
seen.append(c.firstweekday)
---
c.setfirstweekday(6); seen.append(calendar.monthrange(2024, 2))
---
### calendar module setfirstweekday
import calendar
---
calendar.setfirstweekday(6)
---
seen.append(calendar.firstweekday())
---
### functools.cmp_to_key
import functools
n = 0
def c(a, b):
    global n
    n += 1
    return a - b
---
seen.append(sorted([2, 1], key=functools.cmp_to_key(c)))
---
seen.append(min([3, 4], key=functools.cmp_to_key(c)))
---
n, seen
### inventory
class OutOfStock(Exception):
    def __init__(self, item): super().__init__(item); self.item = item
class Inventory:
    def __init__(self, **stock): self._stock, self._log = stock, []
    def __contains__(self, item): return self._stock.get(item, 0) > 0
    def take(self, item):
        if item not in self: raise OutOfStock(item)
        self._stock[item] -= 1
        self._log.append(item)
    def __len__(self): return sum(self._stock.values())
inv = Inventory(pen=1)
---
try: inv.take("pen")
except OutOfStock as e: seen.append(e.item)
---
try: inv.take("pen")
except OutOfStock as e: seen.append(e.item)
---
len(inv), seen, inv._log
### singleton metaclass
class Single(type):
    _made = {}
    def __call__(cls, *a, **k):
        if cls not in cls._made: cls._made[cls] = super().__call__(*a, **k)
        return cls._made[cls]
class DB(metaclass=Single):
    def __init__(self, n): self.n = n; seen.append(n)
---
DB(1)
---
DB(2)
---
DB(3).n, sorted(seen)
### double checked locking
lock = threading.Lock(); inst = None
class S:
    def __init__(self): self.ready = False; self.ready = True
def get():
    global inst
    if inst is None:
        with lock:
            if inst is None: inst = S(); seen.append("made")
    return inst
---
get().ready
---
seen.append(get().ready)
---
### event bus
import collections
class Bus:
    def __init__(self): self.subs = collections.defaultdict(list)
    def on(self, name):
        def deco(f): self.subs[name].append(f); return f
        return deco
    def emit(self, name, *a):
        for f in self.subs[name]: f(*a)
bus = Bus()
@bus.on("x")
def h(v): seen.append(("h", v))
---
bus.emit("x", 1)
---
@bus.on("x")
def g(v): seen.append(("g", v))
---
### pubsub unsubscribe while publishing
class Pub:
    def __init__(self): self.subs = {}
    def sub(self, k, f): self.subs[k] = f
    def unsub(self, k): self.subs.pop(k, None)
    def pub(self, m):
        for k, f in self.subs.items(): f(f"{k}{m}")
p = Pub(); p.sub("a", seen.append); p.sub("b", seen.append)
---
try: p.pub(1)
except RuntimeError as e: seen.append("err")
---
p.unsub("a")
---
### worker pool by hand
import queue
class Pool:
    def __init__(self): self.q = queue.Queue(); self.results = {}
    def worker(self):
        while (job := self.q.get()) is not None:
            k, f = job
            self.results[k] = f()
p = Pool()
for k in "ab": p.q.put((k, lambda k=k: k.upper()))
p.q.put(None); p.q.put(None)
---
p.worker()
---
p.worker()
---
p.results
### progress counter
class Progress:
    def __init__(self, total): self.done, self.total = 0, total
    def step(self):
        self.done += 1
        seen.append(f"{100 * self.done // self.total}%")
p = Progress(2)
---
p.step()
---
p.step()
---
### LRU by hand linked
class Node:
    __slots__ = ("k", "v", "prev", "next")
    def __init__(self, k=None, v=None): self.k, self.v = k, v; self.prev = self.next = self
class LRU:
    def __init__(self): self.root, self.map = Node(), {}
    def add(self, k, v):
        n = Node(k, v); last = self.root.prev
        last.next = n; n.prev = last; n.next = self.root; self.root.prev = n
        self.map[k] = n
    def keys(self):
        n = self.root.next
        for _ in range(5):
            if n is self.root: return
            yield n.k
            n = n.next
l = LRU()
---
l.add("a", 1)
---
l.add("b", 2)
---
list(l.keys()), sorted(l.map)
### plugin loader
class Registry:
    _all: dict = {}
    @classmethod
    def register(cls, name):
        def deco(f):
            if name in cls._all: raise ValueError(name)
            cls._all[name] = f
            return f
        return deco
---
try: Registry.register("a")(len)
except ValueError: seen.append("dup")
---
try: Registry.register("a")(max)
except ValueError: seen.append("dup")
---
seen, len(Registry._all)
### id generator
class Ids:
    def __init__(self, prefix): self.prefix, self.n = prefix, 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        return f"{self.prefix}{self.n}"
ids = Ids("x")
---
seen.append(next(ids))
---
seen.append(next(ids))
---
### double buffering
class Buf:
    def __init__(self): self.front, self.back = [], []
    def write(self, x): self.back.append(x)
    def swap(self): self.front, self.back = self.back, self.front; self.back.clear()
b = Buf()
---
b.write(1); b.swap()
---
b.write(2); seen.append(list(b.front))
---
b.front, b.back, seen
### leader election
leader = None; votes = {}
def run(n):
    global leader
    votes[n] = leader
    if leader is None: leader = n
---
run(1)
---
run(2)
---
leader, votes
### rwlock
class RW:
    def __init__(self): self.c = threading.Condition(); self.r = 0; self.w = False
    def __enter__(self):
        with self.c:
            while self.w: self.c.wait()
            self.r += 1
    def __exit__(self, *a):
        with self.c:
            self.r -= 1
            if not self.r: self.c.notify_all()
    def write(self, f):
        with self.c:
            while self.w or self.r: self.c.wait()
            self.w = True
        f()
        with self.c: self.w = False; self.c.notify_all()
rw, x = RW(), [0, 0]
def up(): x[0] += 1; x[1] += 1
---
rw.write(up)
---
with rw: seen.append(tuple(x))
---
x, seen
### lazy attribute getattr
class Lazy:
    def __getattr__(self, name):
        seen.append(name)
        v = len(seen)
        setattr(self, name, v)
        return v
l = Lazy()
---
l.x
---
l.x
---
l.x, seen
### snapshot copy of dict
d = {"a": 1}
---
for k in list(d): d[k] += 1
---
snap = dict(d); snap2 = d | {"z": 0}; d["b"] = 2; seen.append((snap, snap2))
---
d, seen
### dict comprehension while growing
d = {"a": 1, "b": 2}
---
try: seen.append({k: v for k, v in d.items() if v})
except RuntimeError as e: seen.append("changed")
---
d["c"] = 3
---
### list remove while iterating
xs = [1, 2, 3]
---
for x in xs: seen.append(x)
---
xs.remove(1)
---
### set iterate changed
s = {1, 2}
---
try:
    for x in s: seen.append(x)
except RuntimeError as e: seen.append(str(e))
---
s.add(3)
---
### string building
out = ""
---
global out
for c in "ab": out += c
---
global out
out = out.upper() + "c"
---
out
### slice assignment
xs = [1, 2, 3, 4]
---
xs[1:3] = [9]
---
seen.append(xs[-1]); xs[:] = reversed(xs)
---
xs, seen
### sort with key while appended
xs = [3, 1]
def key(x): return -x
---
try: xs.sort(key=key)
except ValueError as e: seen.append(str(e))
---
xs.append(2)
---
xs, seen
### nested data
cfg = {"db": {"host": "a", "ports": [1]}}
---
cfg["db"]["ports"].append(2); cfg["db"]["host"] = "b"
---
db = cfg["db"]; seen.append((db["host"], len(db["ports"])))
---
### match statement
msgs = [{"type": "add", "n": 1}]
total = 0
def handle(m):
    global total
    match m:
        case {"type": "add", "n": int(n)}: total += n
        case {"type": "reset"}: total = 0
        case _: seen.append("?")
---
handle(msgs[0])
---
msgs[0]["type"] = "reset"; handle({"type": "add", "n": 5})
---
total, seen
### walrus loop
data = [1, 2]
---
while (n := len(data)) < 4: data.append(n)
---
data.append(9)
---
data
### global nonlocal closures
def make():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return inc, get
inc, get = make()
---
seen.append(inc())
---
seen.append(inc())
---
seen, get()
### default mutable argument
def add(x, acc=[]):
    acc.append(x)
    return list(acc)
---
seen.append(add(1))
---
seen.append(add(2))
---
### class attribute shadow
class C: n = 0
c = C()
---
c.n += 1
---
C.n += 10
---
c.n, C.n
### properties computed
class Rect:
    def __init__(self): self.w, self.h = 1, 1
    @property
    def area(self): return self.w * self.h
    @area.setter
    def area(self, a): self.w, self.h = a, 1
r = Rect()
---
r.area = 4
---
r.h = 2; seen.append(r.area)
---
r.area, seen
### getitem sequence protocol
class Seq:
    def __init__(self): self.items = [1, 2]
    def __getitem__(self, i): return self.items[i]
    def __len__(self): return len(self.items)
s = Seq()
---
seen.append(list(s)); seen.append(2 in s)
---
s.items.pop(0)
---
### graph bfs
import collections
g = {1: {2}, 2: set(), 3: set()}
def bfs(s):
    q, done = collections.deque([s]), {s}
    while q:
        n = q.popleft()
        for m in sorted(g[n]):
            if m not in done: done.add(m); q.append(m)
    return sorted(done)
---
seen.append(bfs(1))
---
g[2].add(3)
---
### zip two lists
a, b = [1, 2], [3, 4]
---
seen.append(list(zip(a, b, strict=True))) if len(a) == len(b) else seen.append("no")
---
a.append(5); b.append(6)
---
### max key lambda
d = {"a": 1, "b": 2}
---
seen.append(max(d, key=d.get)); seen.append(sorted(d.items(), key=lambda p: -p[1]))
---
d["a"] = 5
---
### global format fstring
name = "x"; n = 1
---
global name, n
name = "y"; n = 2
---
seen.append(f"{name!r}:{n:>3}"); seen.append("%s-%d" % (name, n)); seen.append("{}{}".format(name, n))
---
### sys.exit in thread
import sys
---
seen.append(1); sys.exit(3)
---
seen.append(2)
---
### print end sep
---
print("a", "b", sep="-")
---
print("c", end="!\n")
---
0
### wait for flag spin
import time
done = False
---
global done
seen.append("work"); done = True
---
for _ in range(3):
    if done: seen.append("saw"); break
    time.sleep(0.001)
else: seen.append("gave up")
---
### future like class
class Promise:
    def __init__(self): self.e, self.v, self.cbs = threading.Event(), None, []
    def set(self, v):
        self.v = v; self.e.set()
        for cb in self.cbs: cb(v)
    def then(self, f):
        if self.e.is_set(): f(self.v)
        else: self.cbs.append(f)
p = Promise()
---
p.set(1)
---
p.then(seen.append)
---
### copy on write config
import types
current = types.MappingProxyType({"v": 1})
---
global current
new = dict(current); new["a"] = 1; current = types.MappingProxyType(new)
---
global current
current = types.MappingProxyType({**current, "b": 2})
---
sorted(current.items())
### priority scheduler class
import heapq, itertools
class Tasks:
    def __init__(self): self.h, self.c = [], itertools.count()
    def add(self, p, n): heapq.heappush(self.h, (p, next(self.c), n))
    def pop(self): return heapq.heappop(self.h)[2] if self.h else None
t = Tasks()
---
t.add(1, "a")
---
t.add(1, "b"); seen.append(t.pop())
---
t.pop(), seen
### pep695
class Box[T]:
    def __init__(self, v: T): self.v = v
def swap[T](a: Box[T], b: Box[T]) -> None: a.v, b.v = b.v, a.v
a, b = Box(1), Box(2)
type Pair = tuple[Box, Box]
---
swap(a, b)
---
swap(a, b)
---
a.v, b.v
### descriptor validated field
class Positive:
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, i, o=None): return getattr(i, self.n, 0)
    def __set__(self, i, v):
        if v < 0: raise ValueError(v)
        setattr(i, self.n, v)
class A: bal = Positive()
a = A(); a.bal = 3
---
try: a.bal = a.bal - 2
except ValueError as e: seen.append(str(e))
---
try: a.bal = a.bal - 2
except ValueError as e: seen.append(str(e))
---
a.bal, seen
### two threads log to one logger
import io, logging
out = io.StringIO()
h = logging.StreamHandler(out)
h.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
log = logging.getLogger("z"); log.addHandler(h); log.propagate = False
---
log.error("a")
---
log.warning("b")
---
out.getvalue().split("\n")
### a connection pool of a queue and a context manager
import contextlib, queue
class Pool:
    def __init__(self): self.free, self.made = queue.LifoQueue(), 0
    @contextlib.contextmanager
    def get(self):
        try: c = self.free.get_nowait()
        except queue.Empty: self.made += 1; c = f"c{self.made}"
        try: yield c
        finally: self.free.put(c)
p = Pool()
---
with p.get() as c: seen.append(c)
---
with p.get() as c: seen.append(c)
---
p.made, seen
### a retry that counts its attempts
attempts = 0
class Flaky(Exception): pass
def call():
    global attempts
    attempts += 1
    if attempts < 2: raise Flaky(attempts)
    return "ok"
---
for _ in range(2):
    try: seen.append(call()); break
    except Flaky as e: seen.append(e.args)
---
try: seen.append(call())
except Flaky as e: seen.append(e.args)
---
attempts, seen
### a state machine of an enum
import enum
class S(enum.Enum): IDLE, RUN, DONE = range(3)
class M:
    moves = {S.IDLE: S.RUN, S.RUN: S.DONE}
    s = S.IDLE
    def step(self): self.s = self.moves[self.s]
m = M()
---
m.step()
---
m.step()
---
m.s.name
### flags that both set
import enum
class P(enum.Flag): R, W = 1, 2
p = P(0)
---
global p
p |= P.R
---
global p
p |= P.W
---
p
### a cached property
import functools
class C:
    n = 0
    @functools.cached_property
    def v(self): C.n += 1; return C.n
c = C()
---
seen.append(c.v)
---
seen.append(c.v)
---
C.n, seen
### a cache that evicts
import functools
@functools.lru_cache(maxsize=1)
def f(x): seen.append(x); return x
f(1)
---
f(1)
---
f(2)
---
seen, f.cache_info()
### a counter that grows and is asked for its most common
import collections
c = collections.Counter("aab")
---
seen.append(c.most_common(1))
---
c["b"] += 2
---
### a class changed late
class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
x = A()
---
seen.append((x.f(), isinstance(x, A)))
---
x.__class__ = B
---
### attributes that are replaced
class A: pass
x = A(); x.n = 1
---
x.n += 1
---
x.__dict__ = {"n": 10}
---
x.n
### a base that is changed
class A: n = 1
class B: n = 2
class P(A): pass
class C(P): pass
---
seen.append((C().n, issubclass(C, A)))
---
P.__bases__ = (B,)
---
### what a closure holds, and a function's code
def make():
    n = 0
    def get(): return n
    return get
g = make()
def other(): return -1
---
seen.append((g(), other()))
---
g.__closure__[0].cell_contents = 5
other.__code__ = (lambda: -2).__code__
---
### a list searched by an __eq__
class P:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
l = [P(1), P(2)]
---
try: seen.append(l.index(P(2)))
except ValueError: seen.append("none")
---
l[1].n = 3; l[0].n = 2
---
### a list extended by a generator
xs = []
def gen():
    yield 1
    yield 2
---
xs.extend(gen())
---
seen.append(len(xs)); xs.append(9)
---
xs, seen
### a dictionary updated by a mapping of one's own
class M:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): return k * 2
d = {}
---
d.update(M())
---
seen.append(sorted(d.items()))
---
### a heap ordered by an __lt__
import heapq
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
h = [V(3), V(1)]
---
heapq.heapify(h)
---
h[1].n = 4; seen.append([v.n for v in h])
---
### a dictionary that gives numbers
import collections, itertools
ids = collections.defaultdict(itertools.count().__next__)
---
seen.append(("a", ids["x"]))
---
seen.append(("b", ids["y"])); ids["x"]
---
sorted(ids.items()), seen
### a dictionary that is its own attributes
class AttrDict(dict):
    def __init__(self, **k): super().__init__(**k); self.__dict__ = self
x = AttrDict(n=1)
---
x.n += 1
---
x["n"] += 1
---
x
### globals through their dictionary
n = 0
---
exec("n += 1", globals())
---
globals()["n"] += 1
---
n
### a mapping matched while it changes
d = {"kind": "a", "v": 1}
---
match d:
    case {"kind": "a", "v": v, **rest}: seen.append((v, rest))
    case {"kind": k}: seen.append(k)
---
d["kind"] = "b"; d["w"] = 3
---
### a frozen dataclass replaced
import dataclasses
@dataclasses.dataclass(frozen=True)
class P:
    x: int
    log: list = dataclasses.field(default_factory=list)
p = P(1)
---
global p
p.log.append("a"); p = dataclasses.replace(p, x=p.x + 1)
---
p.log.append("b"); seen.append(p.x)
---
p, seen
### a registry of derived classes
class Plugin:
    all = {}
    def __init_subclass__(cls, name, **k):
        super().__init_subclass__(**k)
        seen.append(name in Plugin.all); Plugin.all[name] = cls
---
class A(Plugin, name="x"): pass
---
class B(Plugin, name="x"): pass
---
Plugin.all["x"].__name__, seen
### a proxy that passes attributes on
class Real: n = 0
class Proxy:
    def __init__(self, t): object.__setattr__(self, "t", t)
    def __getattr__(self, k): return getattr(self.t, k)
    def __setattr__(self, k, v): setattr(self.t, k, v)
r = Real(); p = Proxy(r)
---
p.n += 1
---
r.n += 1
---
r.n
### one error raised by both
e = ValueError("x")
---
try:
    try: 1 / 0
    except ZeroDivisionError: raise e
except ValueError as v: seen.append(type(v.__context__).__name__)
---
try:
    try: {}[1]
    except KeyError: raise e
except ValueError as v: seen.append(type(v.__context__).__name__)
---
### errors of a group counted
n = 0
def go(*es):
    global n
    try: raise ExceptionGroup("g", es)
    except* ValueError as g: n += len(g.exceptions)
    except* KeyError as g: n -= len(g.exceptions)
---
go(ValueError(), KeyError(), ValueError())
---
go(KeyError())
---
n
### a future set by both
from concurrent.futures import Future, InvalidStateError
f = Future(); f.add_done_callback(lambda f: seen.append("called"))
def put(v):
    try: f.set_result(v)
    except InvalidStateError: seen.append("late")
---
put(1)
---
put(2)
---
f.result(), seen
### a future cancelled while it begins
from concurrent.futures import Future
f = Future()
---
if f.set_running_or_notify_cancel(): f.set_result(1)
---
seen.append(f.cancel())
---
f.cancelled(), f.done(), seen
### a barrier that is broken
b = threading.Barrier(2)
---
try: b.wait(timeout=1); seen.append("through")
except threading.BrokenBarrierError: seen.append("broken")
---
b.reset()
---
seen, b.broken
### a semaphore released too often
s = threading.BoundedSemaphore(1)
---
s.acquire(); seen.append("in"); s.release()
---
try: s.release(); seen.append("released")
except ValueError: seen.append("too often")
---
### a queue ordered by what has no order
import queue
q = queue.PriorityQueue()
---
try: q.put((1, {"a": 1}))
except TypeError: seen.append("a")
---
try: q.put((1, {"b": 1}))
except TypeError: seen.append("b")
---
q.qsize(), seen
### a context entered by both
import contextvars
v = contextvars.ContextVar("v", default=0)
ctx = contextvars.copy_context()
---
try: ctx.run(v.set, 1)
except RuntimeError: seen.append("entered")
---
try: ctx.run(lambda: seen.append(v.get()))
except RuntimeError: seen.append("entered")
---
ctx.get(v), v.get(), seen
### a lock for each key
locks, d = {}, {"k": 0}
def add(k):
    lock = locks.get(k)
    if lock is None: lock = locks[k] = threading.Lock()
    with lock: d[k] += 1
---
add("k")
---
add("k")
---
d
### a lock that is replaced
class B: lock, n = threading.Lock(), 0
def add():
    with B.lock: B.n += 1
---
add()
---
B.lock = threading.Lock(); add()
---
B.n
### an object seen half made
class Conf:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1; seen.append(self); self.b = 2
---
Conf()
---
if seen: seen.append(getattr(seen[0], "b", "none"))
---
seen[1:]
### a config parser read and written
import configparser
c = configparser.ConfigParser(); c.read_string("[a]\nx = 1\ny = %(x)s2\n")
---
seen.append(c["a"]["y"])
---
c.set("a", "x", "5")
---
### an ordered dictionary of pairs
import collections
pair = ["k", 1]
---
seen.append(list(collections.OrderedDict([pair]).values()))
---
pair[1] = 2
---
### a mock patched for a moment
from unittest import mock
class C:
    def f(self): return "real"
---
with mock.patch.object(C, "f", lambda self: "fake"): seen.append(C().f())
---
seen.append(C().f())
---
C().f(), seen
"""

#: How many runs the search without reduction may take; a quarter as many more are drawn
#: at random.
RUNS = 24


def _parts(block):
    name, rest = block.split("\n", 1)
    setup, one, two, shown = re.split(r"^---\n", rest, flags=re.MULTILINE)
    return name, (setup, one, two, shown.strip() or "seen")


TABLE = dict(map(_parts, re.split(r"^### ", PROGRAMS, flags=re.MULTILINE)[1:]))


def _task(name):
    setup, one, two, shown = TABLE[name]
    text, orders = oracle.beside(
        f"{setup}def two():\n{textwrap.indent(two, '    ')}",
        textwrap.indent(one, "    ").strip(),
        "two()",
        shown,
    )
    assert orders
    return name, text, orders, {"bound": None, "limit": RUNS}


@pytest.fixture(scope="module")
def judged():
    return {found.name: found for found in oracle.compared([*map(_task, TABLE)], 40)}


@pytest.mark.parametrize("name", TABLE)
def test_no_outcome_of_an_ordinary_program_is_missed(name, judged):
    found = judged[name]
    assert found.verdict == "same" or (
        # It is no matter if that without reduction took too long.
        found.verdict == "open" and found.detail.endswith("reduced complete")
    ), found
