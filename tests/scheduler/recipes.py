"""How to make one object of each type, and arguments for what it can do.

This table is all of the sweep that is written by hand: which types, functions
and slots there are, `tests.scheduler.sweep` asks the interpreter.
"""

from __future__ import annotations

#: By name: lines that make `x`; what shows its state, where `x` itself does not.
RECIPES: dict[str, tuple[str, ...]] = {
    "list": ("x = [3, 1, 2]",),
    "empty list": ("x = []",),
    "dict": ("x = {'k': 1, 'j': 2}",),
    "empty dict": ("x = {}",),
    "set": ("x = {1, 2}",),
    "frozenset": ("x = frozenset((1, 2))",),
    "bytearray": ("x = bytearray(b'ab')",),
    "tuple": ("x = ([1], [2])", "x"),
    "str": ("x = 'ab'",),
    "bytes": ("x = b'ab'",),
    "int": ("x = 7",),
    "bool": ("x = True",),
    "float": ("x = 1.5",),
    "complex": ("x = 1j",),
    "range": ("x = range(3)",),
    "slice": ("x = slice(0, 1)",),
    "memoryview": ("y = bytearray(b'ab')\nx = memoryview(y)", "bytes(y)"),
    "dict_keys": ("y = {'k': 1}\nx = y.keys()", "list(y)"),
    "dict_values": ("y = {'k': 1}\nx = y.values()", "list(y)"),
    "dict_items": ("y = {'k': 1}\nx = y.items()", "list(y)"),
    "mappingproxy": (
        "import types\ny = {'k': [1]}\nx = types.MappingProxyType(y)",
        "y",
    ),
    "SimpleNamespace": ("import types\nx = types.SimpleNamespace(n=1)",),
    "object": ("class C:\n    n = 1\nx = C()", "vars(x), C.n"),
    "object with slots": (
        "class C:\n    __slots__ = ('n',)\nx = C()\nx.n = 1",
        "getattr(x, 'n', None)",
    ),
    "class": (
        "class C:\n    n = 1\n    def f(self):\n        return self.n\nx = C",
        "C.n, C.__name__, C.__doc__, sorted(C.__annotations__)",
    ),
    "subclass of list": (
        "class C(list):\n    pass\nx = C([3, 1, 2])",
        "list(x), vars(x)",
    ),
    "subclass of dict": ("class C(dict):\n    pass\nx = C(k=1)", "dict(x), vars(x)"),
    "function": (
        "def f(p=1, *, q=2):\n    return p\nf.n = 1\nx = f",
        "f.__defaults__, f.__kwdefaults__, vars(f), f.__doc__, f.__name__",
    ),
    "bound method": ("y = []\nx = y.append", "y"),
    "method": (
        "class C:\n    n = 1\n    def m(self, *a):\n        self.n = a\ny = C()\nx = y.m",
        "vars(y)",
    ),
    "cell": (
        "def f():\n    v = 1\n    def g():\n        nonlocal v\n        return v\n    return g\nx = f().__closure__[0]",
        "x.cell_contents",
    ),
    "property": (
        "class C:\n    v = 1\n    @property\n    def p(self):\n        return self.v\nx = C()",
        "vars(x)",
    ),
    "module": (
        "import types\nx = types.ModuleType('m')\nx.n = 1",
        "sorted(k for k in vars(x) if k[0] != '_'), x.n if 'n' in vars(x) else None",
    ),
    "module's dict": (
        "import types\ny = types.ModuleType('m')\nx = y.__dict__\nx['n'] = 1",
        "sorted(k for k in x if k[0] != '_')",
    ),
    "exception": (
        "x = ValueError('a')",
        "x.args, getattr(x, '__notes__', None), x.__suppress_context__",
    ),
    "exception group": (
        "x = ExceptionGroup('a', [ValueError('b')])",
        "x.args, getattr(x, '__notes__', None)",
    ),
    "OSError": ("x = OSError(1, 'a', 'b')", "x.args, x.errno, x.filename"),
    "SystemExit": ("x = SystemExit(1)", "x.args, x.code"),
    "StopIteration": ("x = StopIteration(1)", "x.args, x.value"),
    "traceback": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    x = e.__traceback__",
        "x.tb_next is None",
    ),
    "code": ("def f():\n    pass\nx = f.__code__",),
    "generator": ("def g():\n    yield from (1, 2, 3)\nx = g()", "list(x)"),
    "generator expression": ("x = (i for i in [1, 2, 3])", "list(x)"),
    "coroutine": ("async def g():\n    return 1\nx = g()", "x.cr_running, x.close()"),
    "async generator": ("async def g():\n    yield 1\nx = g()", "x.ag_running"),
    "generic alias": ("x = list[int]",),
    "union": ("x = int | str",),
    # ------------------------------------------------ iterators
    "iter(list)": ("x = iter([1, 2, 3])", "list(x)"),
    "iter(shared list)": ("y = [1, 2, 3]\nx = iter(y)", "y, list(x)"),
    "reversed(list)": ("x = reversed([1, 2, 3])", "list(x)"),
    "iter(dict)": ("x = iter({'k': 1, 'j': 2})", "list(x)"),
    "iter(dict.values)": ("x = iter({'k': 1, 'j': 2}.values())", "list(x)"),
    "iter(dict.items)": ("x = iter({'k': 1, 'j': 2}.items())", "list(x)"),
    "reversed(dict)": ("x = reversed({'k': 1, 'j': 2})", "list(x)"),
    "reversed(dict.values)": ("x = reversed({'k': 1, 'j': 2}.values())", "list(x)"),
    "reversed(dict.items)": ("x = reversed({'k': 1, 'j': 2}.items())", "list(x)"),
    "iter(set)": ("x = iter({1, 2})", "list(x)"),
    "iter(str)": ("x = iter('abc')", "list(x)"),
    "iter(str, not ascii)": ("x = iter('äbc')", "list(x)"),
    "iter(bytes)": ("x = iter(b'abc')", "list(x)"),
    "iter(bytearray)": ("x = iter(bytearray(b'abc'))", "list(x)"),
    "iter(tuple)": ("x = iter((1, 2, 3))", "list(x)"),
    "iter(range)": ("x = iter(range(3))", "list(x)"),
    "iter(long range)": ("x = iter(range(1 << 70, (1 << 70) + 3))", "list(x)"),
    "iter(memoryview)": ("x = iter(memoryview(b'abc'))", "list(x)"),
    "iter(callable)": ("y = [1, 2, 3]\nx = iter(y.pop, 1)", "y"),
    "iter(sequence)": (
        "class S:\n    def __getitem__(self, i):\n        return [1, 2, 3][i]\nx = iter(S())",
        "list(x)",
    ),
    "zip": ("x = zip([1, 2, 3], [4, 5, 6])", "list(x)"),
    "map": ("x = map(str, [1, 2, 3])", "list(x)"),
    "filter": ("x = filter(None, [1, 2, 3])", "list(x)"),
    "enumerate": ("x = enumerate('abc')", "list(x)"),
    "reversed": (
        "class S:\n    def __len__(self):\n        return 3\n    def __getitem__(self, i):\n        return i\nx = reversed(S())",
        "list(x)",
    ),
    "count": ("import itertools\nx = itertools.count()", "next(x)"),
    "cycle": ("import itertools\nx = itertools.cycle([1, 2, 3])", "next(x)"),
    "chain": ("import itertools\nx = itertools.chain([1], [2, 3])", "list(x)"),
    "chain of a dict": (
        "import itertools\nx = itertools.chain({'k': 1, 'j': 2})",
        "list(x)",
    ),
    "compress": (
        "import itertools\nx = itertools.compress([1, 2, 3], [1, 1, 1])",
        "list(x)",
    ),
    "dropwhile": (
        "import itertools\nx = itertools.dropwhile(bool, [0, 1, 2])",
        "list(x)",
    ),
    "takewhile": (
        "import itertools\nx = itertools.takewhile(bool, [1, 2, 0])",
        "list(x)",
    ),
    "filterfalse": (
        "import itertools\nx = itertools.filterfalse(None, [0, 0.0, 0j])",
        "list(x)",
    ),
    "groupby": ("import itertools\nx = itertools.groupby('abc')", "[k for k, _ in x]"),
    "islice": ("import itertools\nx = itertools.islice([1, 2, 3], 3)", "list(x)"),
    "pairwise": ("import itertools\nx = itertools.pairwise([1, 2, 3, 4])", "list(x)"),
    "permutations": (
        "import itertools\nx = itertools.permutations([1, 2, 3])",
        "list(x)",
    ),
    "combinations": (
        "import itertools\nx = itertools.combinations([1, 2, 3], 2)",
        "list(x)",
    ),
    "combinations_with_replacement": (
        "import itertools\nx = itertools.combinations_with_replacement([1, 2], 2)",
        "list(x)",
    ),
    "product": ("import itertools\nx = itertools.product([1, 2, 3])", "list(x)"),
    "repeat": ("import itertools\nx = itertools.repeat(1, 3)", "list(x)"),
    "starmap": (
        "import itertools\nx = itertools.starmap(pow, [(1, 1), (2, 2), (3, 3)])",
        "list(x)",
    ),
    "tee": ("import itertools\nx, y = itertools.tee([1, 2, 3])", "list(x), list(y)"),
    "tee of an iterator": (
        "import itertools\ny = iter([1, 2, 3])\nx, z = itertools.tee(y)",
        "list(x), list(z)",
    ),
    "zip_longest": (
        "import itertools\nx = itertools.zip_longest([1, 2, 3], [4])",
        "list(x)",
    ),
    "accumulate": ("import itertools\nx = itertools.accumulate([1, 2, 3])", "list(x)"),
    "batched": ("import itertools\nx = itertools.batched([1, 2, 3], 1)", "list(x)"),
    # ------------------------------------------------ collections
    "deque": ("import collections\nx = collections.deque([3, 1, 2])",),
    "deque of two": ("import collections\nx = collections.deque([1, 2], maxlen=2)",),
    "iter(deque)": (
        "import collections\ny = collections.deque([1, 2, 3])\nx = iter(y)",
        "list(y)",
    ),
    "iter(deque) alone": (
        "import collections\nx = iter(collections.deque([1, 2, 3]))",
        "list(x)",
    ),
    "reversed(deque)": (
        "import collections\nx = reversed(collections.deque([1, 2, 3]))",
        "list(x)",
    ),
    "OrderedDict": ("import collections\nx = collections.OrderedDict(k=1, j=2)",),
    "iter(OrderedDict)": (
        "import collections\nx = iter(collections.OrderedDict(k=1, j=2))",
        "list(x)",
    ),
    "OrderedDict.values": (
        "import collections\ny = collections.OrderedDict(k=1, j=2)\nx = y.values()",
        "list(y)",
    ),
    "OrderedDict.items": (
        "import collections\ny = collections.OrderedDict(k=1, j=2)\nx = y.items()",
        "list(y)",
    ),
    "OrderedDict.keys": (
        "import collections\ny = collections.OrderedDict(k=1, j=2)\nx = y.keys()",
        "list(y)",
    ),
    "defaultdict": ("import collections\nx = collections.defaultdict(int, k=1)",),
    "Counter": ("import collections\nx = collections.Counter(k=1)",),
    "ChainMap": ("import collections\nx = collections.ChainMap({'k': 1}, {'j': 2})",),
    "UserList": ("import collections\nx = collections.UserList([3, 1])",),
    "UserDict": ("import collections\nx = collections.UserDict(k=1)",),
    "UserString": ("import collections\nx = collections.UserString('ab')",),
    "namedtuple": (
        "import collections\nx = collections.namedtuple('P', 'p q')(1, [2])",
    ),
    "array": ("import array\nx = array.array('i', [3, 1, 2])",),
    "array of characters": ("import array\nx = array.array('w', 'ab')",),
    "iter(array)": ("import array\nx = iter(array.array('i', [1, 2, 3]))", "list(x)"),
    "memoryview of an array": (
        "import array\ny = array.array('i', [1, 2])\nx = memoryview(y)",
        "y",
    ),
    # ------------------------------------------------ other C types
    "weakref": (
        "import weakref\nclass C:\n    n = 1\ny = C()\nx = weakref.ref(y)",
        "vars(y)",
    ),
    "proxy": (
        "import weakref\nclass C:\n    n = 1\ny = C()\nx = weakref.proxy(y)",
        "vars(y)",
    ),
    "callable proxy": (
        "import weakref\nclass C:\n    n = 1\n    def __call__(self, *a):\n        self.n = a\ny = C()\nx = weakref.proxy(y)",
        "vars(y)",
    ),
    "WeakSet": (
        "import weakref\nclass C:\n    pass\ny = C()\nz = C()\nx = weakref.WeakSet([y])",
        "len(x), y in x, z in x",
    ),
    "WeakValueDictionary": (
        "import weakref\nclass C:\n    n = 1\ny = C()\nx = weakref.WeakValueDictionary(k=y)",
        "sorted(x)",
    ),
    "WeakKeyDictionary": (
        "import weakref\nclass C:\n    n = 1\ny = C()\nx = weakref.WeakKeyDictionary({y: 1})",
        "list(x.values())",
    ),
    "ContextVar": (
        "import contextvars\nx = contextvars.ContextVar('v', default=0)",
        "x.get()",
    ),
    "Context": (
        "import contextvars\nv = contextvars.ContextVar('v', default=0)\nx = contextvars.Context()\nx.run(v.set, 1)",
        "x.get(v)",
    ),
    "partial": (
        "import functools\ny = []\nx = functools.partial(y.append)",
        "y, vars(x)",
    ),
    "cmp_to_key": (
        "import functools\nx = functools.cmp_to_key(lambda a, b: 0)(1)",
        "x.obj",
    ),
    "lru_cache": (
        "import functools\n@functools.lru_cache(1)\ndef x(*a):\n    return a",
        "x.cache_info()",
    ),
    "cached_property": (
        "import functools\nclass C:\n    @functools.cached_property\n    def p(self):\n        return [1]\nx = C()",
        "vars(x)",
    ),
    "singledispatch": (
        "import functools\n@functools.singledispatch\ndef x(*a):\n    return a",
        "len(x.registry)",
    ),
    "itemgetter": ("import operator\nx = operator.itemgetter(0)",),
    "attrgetter": ("import operator\nx = operator.attrgetter('n')",),
    "methodcaller": ("import operator\nx = operator.methodcaller('pop')",),
    "re.Pattern": ("import re\nx = re.compile('a')",),
    "re.Match": ("import re\nx = re.match('a', 'ab')",),
    "scanner": ("import re\nx = re.compile('.').scanner('abc')", "x.match() is None"),
    "finditer": ("import re\nx = re.finditer('.', 'abc')", "len(list(x))"),
    "BytesIO": (
        "import io\nx = io.BytesIO(b'ab\\ncd\\n')",
        "None if x.closed else (x.getvalue(), x.tell())",
    ),
    "getbuffer": (
        "import io\ny = io.BytesIO(b'ab')\nx = y.getbuffer()",
        "y.getvalue()",
    ),
    "StringIO": (
        "import io\nx = io.StringIO('ab\\ncd\\n')",
        "None if x.closed else (x.getvalue(), x.tell())",
    ),
    "BufferedReader": (
        "import io\ny = io.BytesIO(b'ab\\ncd\\n')\nx = io.BufferedReader(y)",
        "None if x.closed else x.tell()",
    ),
    "BufferedWriter": (
        "import io\ny = io.BytesIO()\nx = io.BufferedWriter(y)\nx.write(b'z')",
        "None if y.closed else y.getvalue()",
    ),
    "BufferedRandom": (
        "import io\ny = io.BytesIO(b'ab\\ncd\\n')\nx = io.BufferedRandom(y)",
        "None if y.closed else (x.flush(), y.getvalue())",
    ),
    "BufferedRWPair": (
        "import io\ny = io.BytesIO(b'ab')\nz = io.BytesIO()\nx = io.BufferedRWPair(y, z)",
        "None if z.closed else (x.flush(), z.getvalue())",
    ),
    "TextIOWrapper": (
        "import io\ny = io.BytesIO(b'ab\\ncd\\n')\nx = io.TextIOWrapper(y)",
        "None if y.closed else (x.flush(), y.getvalue(), x.line_buffering, x.errors)",
    ),
    "IncrementalNewlineDecoder": (
        "import io\nx = io.IncrementalNewlineDecoder(None, True)",
        "x.newlines, x.getstate()",
    ),
    "FileIO": (
        "import io, os, tempfile\nh, p = tempfile.mkstemp()\nos.close(h)\nx = io.FileIO(p, 'r+')\nx.write(b'ab')",
        "(None if x.closed else x.tell()), io.FileIO(p).readall(), os.unlink(p)",
    ),
    "file": (
        "import os, tempfile\nh, p = tempfile.mkstemp()\nos.close(h)\nx = open(p, 'w+')",
        "(None if x.closed else x.flush()), open(p).read(), os.unlink(p)",
    ),
    "binary file": (
        "import os, tempfile\nh, p = tempfile.mkstemp()\nos.close(h)\nx = open(p, 'wb+')",
        "(None if x.closed else x.flush()), open(p).read(), os.unlink(p)",
    ),
    "TemporaryFile": (
        "import tempfile\nx = tempfile.TemporaryFile('w+')\nx.write('ab')",
        "None if x.closed else (x.seek(0), x.read())",
    ),
    "incremental encoder": (
        "import codecs\nx = codecs.getincrementalencoder('utf-16')()",
        "x.getstate()",
    ),
    "incremental decoder": (
        "import codecs\nx = codecs.getincrementaldecoder('utf-8')()",
        "x.getstate()",
    ),
    "multibyte encoder": (
        "import codecs\nx = codecs.getincrementalencoder('iso2022_jp')()",
        "x.getstate()",
    ),
    "Struct": ("import struct\nx = struct.Struct('B')", "x.format"),
    "iter_unpack": ("import struct\nx = struct.iter_unpack('B', b'abc')", "list(x)"),
    "csv.reader": (
        "import csv\nx = csv.reader(['p', 'q', 'r'])",
        "x.line_num, list(x)",
    ),
    "csv.writer": (
        "import csv, io\ny = io.StringIO()\nx = csv.writer(y)",
        "y.getvalue()",
    ),
    "csv.DictWriter": (
        "import csv, io\ny = io.StringIO()\nx = csv.DictWriter(y, ['k'])",
        "y.getvalue()",
    ),
    "Pickler": (
        "import io, pickle\ny = io.BytesIO()\nx = pickle.Pickler(y)",
        "y.getvalue()",
    ),
    "Unpickler": (
        "import io, pickle\nx = pickle.Unpickler(io.BytesIO(pickle.dumps(1) + pickle.dumps(2)))",
        "x.load()",
    ),
    "compressobj": ("import zlib\nx = zlib.compressobj()", "x.flush()"),
    "decompressobj": (
        "import zlib\nx = zlib.decompressobj()",
        "x.unconsumed_tail, x.eof",
    ),
    "BZ2Compressor": ("import bz2\nx = bz2.BZ2Compressor()", "x.flush()"),
    "BZ2Decompressor": ("import bz2\nx = bz2.BZ2Decompressor()", "x.eof"),
    "LZMACompressor": ("import lzma\nx = lzma.LZMACompressor()", "x.flush()"),
    "LZMADecompressor": ("import lzma\nx = lzma.LZMADecompressor()", "x.eof"),
    "md5": ("import hashlib\nx = hashlib.md5()", "x.hexdigest()"),
    "blake2b": ("import hashlib\nx = hashlib.blake2b()", "x.hexdigest()"),
    "sha3": ("import hashlib\nx = hashlib.sha3_256()", "x.hexdigest()"),
    "shake": ("import hashlib\nx = hashlib.shake_128()", "x.hexdigest(4)"),
    "hmac": ("import hmac\nx = hmac.new(b'k', digestmod='md5')", "x.hexdigest()"),
    "Random": ("import random\nx = random.Random(1)", "x.random()"),
    "random": ("import random\nx = random\nrandom.seed(1)", "random.random()"),
    "Decimal": ("import decimal\nx = decimal.Decimal('1.5')",),
    "decimal.Context": (
        "import decimal\nx = decimal.Context(prec=5)",
        "x.prec, x.rounding, [bool(v) for v in x.flags.values()], x.capitals, [bool(v) for v in x.traps.values()]",
    ),
    "Fraction": ("import fractions\nx = fractions.Fraction(1, 2)",),
    "datetime": ("import datetime\nx = datetime.datetime(2020, 1, 2)",),
    "date": ("import datetime\nx = datetime.date(2020, 1, 2)",),
    "time": ("import datetime\nx = datetime.time(1)",),
    "timedelta": ("import datetime\nx = datetime.timedelta(1)",),
    "timezone": ("import datetime\nx = datetime.timezone.utc",),
    "struct_time": ("import time\nx = time.gmtime(0)",),
    "enum": (
        "import enum\nclass E(enum.Enum):\n    A = 1\nx = E.A",
        "x.value, sorted(k for k in vars(x) if k[0] != '_')",
    ),
    "enum class": (
        "import enum\nclass E(enum.Enum):\n    A = 1\nx = E",
        "list(E.__members__), [k for k in ('n', 'k') if hasattr(E, k)]",
    ),
    "dataclass": (
        "import dataclasses\n@dataclasses.dataclass\nclass C:\n    n: int = 1\nx = C()",
    ),
    "ABC": (
        "import abc\nclass B:\n    pass\nclass C(abc.ABC):\n    pass\nx = C",
        "issubclass(B, C)",
    ),
    "ExitStack": (
        "import contextlib\ny = []\nx = contextlib.ExitStack()\nx.callback(y.append, 1)",
        "x.close(), y",
    ),
    "TopologicalSorter": (
        "import graphlib\nx = graphlib.TopologicalSorter({1: [2]})",
        "x.is_active() if x._ready_nodes is not None else None",
    ),
    "Element": (
        "import xml.etree.ElementTree as ET\nx = ET.Element('a', k='1')\nET.SubElement(x, 'b')",
        "ET.tostring(x)",
    ),
    "Element.iter": (
        "import xml.etree.ElementTree as ET\ny = ET.fromstring('<a><b/><c/></a>')\nx = y.iter()",
        "[e.tag for e in x]",
    ),
    "TreeBuilder": (
        "import xml.etree.ElementTree as ET\nx = ET.TreeBuilder()\nx.start('a', {})\nx.end('a')",
        "ET.tostring(x.close())",
    ),
    "XMLParser": (
        "import xml.etree.ElementTree as ET\nx = ET.XMLParser()\nx.feed('<a>')",
        "(x.feed('</a>'), ET.tostring(x.close()))",
    ),
    "expat parser": (
        "import xml.parsers.expat\ny = []\nx = xml.parsers.expat.ParserCreate()\nx.StartElementHandler = lambda *a: y.append(a)",
        "y",
    ),
    "mmap": (
        "import mmap\nx = mmap.mmap(-1, 8)\nx.write(b'ab')",
        "None if x.closed else (x[:], x.tell())",
    ),
    "ZoneInfo": ("import zoneinfo\nx = zoneinfo.ZoneInfo('UTC')", "x.key"),
    "tokenizer": (
        "import io, tokenize\nx = tokenize.generate_tokens(io.StringIO('a b').readline)",
        "len(list(x))",
    ),
    "ast node": ("import ast\nx = ast.parse('1').body[0]", "ast.dump(x)"),
    "SequenceMatcher": (
        "import difflib\nx = difflib.SequenceMatcher(None, 'ab', 'bc')",
        "x.ratio()",
    ),
    "ConfigParser": (
        "import configparser\nx = configparser.ConfigParser()\nx['s'] = {'k': '1'}",
        "x.sections()",
    ),
    "ArgumentParser": (
        "import argparse\nx = argparse.ArgumentParser('p')",
        "x.prog, x.description",
    ),
    "Path": (
        "import pathlib, shutil, tempfile\ny = pathlib.Path(tempfile.mkdtemp())\nx = y / 'f'",
        "sorted(p.name for p in y.iterdir()), (x.read_text() if x.is_file() else None), shutil.rmtree(y)",
    ),
    "scandir": (
        "import os, shutil, tempfile\ny = tempfile.mkdtemp()\nos.mkdir(os.path.join(y, 'a'))\nx = os.scandir(y)",
        "len(list(x)), shutil.rmtree(y)",
    ),
    "TemporaryDirectory": (
        "import os, tempfile\nx = tempfile.TemporaryDirectory()",
        "os.path.exists(x.name), x.cleanup()",
    ),
    "ZipFile": (
        "import io, os, tempfile, zipfile\nos.chdir(tempfile.mkdtemp())\ny = io.BytesIO()\nx = zipfile.ZipFile(y, 'w')",
        "x.namelist()",
    ),
    "shelve": ("import shelve\nx = shelve.Shelf({})", "list(x)"),
    "Logger": (
        "import logging\nx = logging.Logger('oracle')\nx.handlers.clear()\nx.filters.clear()\nx.setLevel(0)\nx.disabled = False",
        "x.level, x.disabled, len(x.handlers), len(x.filters)",
    ),
    "sched": (
        "import sched, time\nx = sched.scheduler(time.monotonic)",
        "len(x.queue)",
    ),
    "os.environ": (
        "import os\nos.environ['ORACLE'] = '1'\nx = os.environ",
        "x.get('ORACLE'), x.get('k'), x.get('a')",
    ),
    "sys.modules": (
        "import sys\nx = sys.modules\nx.pop('k', None)",
        "'k' in x, x.pop('k', None) and 1",
    ),
    "sys.path": ("import sys\nx = sys.path\nx[:] = ['a', 'b']", "x"),
    "warnings.filters": (
        "import warnings\nwarnings.resetwarnings()\nx = warnings.filters",
        "len(x)",
    ),
    "linecache": ("import linecache\nx = linecache.cache\nx.clear()", "len(x)"),
    # ------------------------------------------------ threads
    "Lock": ("x = threading.Lock()", "x.locked()"),
    "held Lock": ("x = threading.Lock()\nx.acquire()", "x.locked()"),
    "RLock": ("x = threading.RLock()", "x.acquire(blocking=False)"),
    "Condition": ("x = threading.Condition()", "len(x._waiters)"),
    "Event": ("x = threading.Event()", "x.is_set()"),
    "Semaphore": ("x = threading.Semaphore(1)", "x._value"),
    "BoundedSemaphore": ("x = threading.BoundedSemaphore(2)\nx.acquire()", "x._value"),
    "Barrier": ("x = threading.Barrier(1)", "x.n_waiting, x.broken"),
    "local": ("x = threading.local()\nx.n = 1", "vars(x)"),
    "Thread": ("x = threading.Thread(target=int)", "x.name, x.daemon"),
    "Queue": (
        "import queue\nx = queue.Queue()\nx.put(1)",
        "list(x.queue), x.unfinished_tasks",
    ),
    "LifoQueue": ("import queue\nx = queue.LifoQueue()\nx.put(1)", "list(x.queue)"),
    "PriorityQueue": (
        "import queue\nx = queue.PriorityQueue()\nx.put(1)",
        "list(x.queue)",
    ),
    "SimpleQueue": ("import queue\nx = queue.SimpleQueue()\nx.put(1)", "x.qsize()"),
    "Future": (
        "import concurrent.futures\nx = concurrent.futures.Future()",
        "x.done(), x.cancelled(), x.running()",
    ),
}

#: What a method is tried with, the first that are not refused are taken.
ARGUMENTS: tuple[str, ...] = (
    "", "0", "'k'", "5", "b'z'", "'z'", "[7]", "'k', 5", "0, 5", "'z', 5", "(7, 8)", "{'k': 5}",
    "{7}", "iter([7, 8])", "lambda *a: 5", "None", "True", "1.5", "x", "0, 'z'", "0, b'z'",
    "slice(0, 1)", "slice(0, 1), [7]", "slice(0, 1), b'z'", "'n'", "'n', 5", "bytearray(2)",
    "[[1, 'z']]", "['z']", "'z', 'z'", "b'z', b'z'", "0, 1", "1, 2, 3", "ValueError", "ValueError()",
    "ValueError, ValueError(), None", "int", "int, 5", "{'k': '5'}", "b'z', 0", "'wb'", "lambda: 5",
    "'ORACLE', '5'", "B", "z", "v", "v, 5", "v.set, 5", "z, 5", "'s'", "'s', 'k', '5'", "[b'z']",
    "object(), 5", "1, 1, lambda: 5", "'utf-8'", "p", "'k', 'k'", "1, 1", "list",
)  # fmt: skip

#: What a function of a module is tried with.
FEW: tuple[str, ...] = (
    "",
    "'k'",
    "0",
    "5",
    "'z'",
    "'k', 5",
    "'k', 'z'",
    "'.'",
    "'n', 5",
    "True",
    "700",
    "'ORACLE', '5'",
    "'ORACLE'",
    "'ignore'",
    "1, 1",
    "x",
    "lambda *a: 5",
    "7, 7, 7",
)
#: Modules whose functions take names of files.
OF_FILES = ("os", "shutil", "glob", "tempfile", "posixpath", "pathlib")

#: What bytecode does with an object, on its own or with another.
STATEMENTS: tuple[str, ...] = (
    "a = x[0]", "a = x['k']", "x[0] = 5", "x['k'] = 5", "x['z'] = 5", "x[0] = b'z'[0]", "del x[0]",
    "del x['k']", "a = x[0:1]", "x[0:1] = [7]", "x[0:1] = b'zz'", "del x[0:1]", "x[:] = []",
    "a = x + x", "a = x + [7]", "a = [7] + x", "a = x * 2", "a = x | {'z': 5}", "a = x | {7}", "a = x & x",
    "a = x - {1}", "a = x ^ {1}", "a = x % 2", "a = -x", "a = ~x", "a = x @ x", "a = x // 2",
    "x += [7]", "x += (7,)", "x += b'z'", "x += 'z'", "x *= 2", "x |= {'z': 5}", "x |= {7}", "x &= {1}", "x -= {1}",
    "x ^= {1, 7}", "x += x", "x -= x", "x |= x", "x <<= 1", "x -= {'k': 1}",
    "a = 1 in x", "a = 'k' in x", "a = x == x", "a = x == [3, 1]", "a = [3, 1] == x", "a = x < x", "a = x <= x", "a = x == {'k': 1}",
    "a = x != {1}", "a = {1} <= x", "a = not x", "a = bool(x)", "a = 1 if x else 2", "a = x and 1", "a = x is None",
    "for a in x:\n    break", "for a in x:\n    pass", "a = [*x]", "a = (*x,)", "a = {*x}", "a = {**x}", "a = [i for i in x]",
    "p, q = x", "p, q, r = x\na = p", "p, *q = x\na = p, q", "p, *_ = x\na = p", "a = f'{x}'", "a = f'{x!r}'", "a = f'{x:}'", "a = '%s' % x", "a = str(x)", "a = repr(x)",
    "a = x.n", "x.n = 5", "x.n += 5", "del x.n", "x.k = 5", "a = x.__dict__", "a = dict(x.__dict__)", "x.__dict__ = {'n': 5}", "x.__dict__['n'] = 5",
    "a = x.__class__.__name__", "x.__class__ = type('D', (), {})", "x.__doc__ = 'z'", "a = x.__doc__", "x.__name__ = 'z'", "a = x.__name__",
    "a = x()", "a = x(5)", "a = x(5, 6)", "a = x(*[5])", "a = x(**{'k': 5})", "a = x(p=5)",
    "with x:\n    a = 5", "with x as y:\n    a = 5",
    "match x:\n    case [p, *q]:\n        a = p, q", "match x:\n    case {'k': p, **q}:\n        a = p, q",
    "match x:\n    case [p, q]:\n        a = p", "match x:\n    case [3, 1, 2]:\n        a = 5",
    "a = int(*x)", "a = max(*x)", "a = sum(x)", "a = len(x)", "a = dict(**x)", "a = list(x)", "a = next(x)", "a = next(x, None)",
    "raise x", "a = isinstance(5, x)", "a = issubclass(int, x)", "a = x.p", "a = x.cell_contents", "x.cell_contents = 5", "del x.cell_contents",
    "x.__code__ = (lambda: 5).__code__", "x.__defaults__ = (5,)", "x.__kwdefaults__ = {'q': 5}", "x.__bases__ = (object,)", "x.A = 5", "a = x.A",
    "x.args = (5,)", "a = x.args", "x.maxlen", "x.prec = 3", "a = x.prec", "a = x.rounding", "x.rounding = 'ROUND_UP'", "x.daemon = True", "a = x.daemon", "x.name = 'z'", "a = x.name",
    "def g(*p):\n    return p\na = g(*x)", "def g(**p):\n    return p\na = g(**x)", "def g():\n    yield from x\na = next(g())", "exec('n = 5', x)", "a = eval('k', x)", "exec('a = n', x)",
    "x.tag = 'z'", "a = x.tag", "x.text = 'z'", "a = x.text", "x.level = 5", "a = x.level", "x.value = 5", "x.code = 5", "x.errno = 5", "a = x.errno", "x.__cause__ = ValueError()", "a = x.__cause__",
    "class D(x):\n    pass\na = D.__name__", "import copy\na = copy.copy(x)", "a = x.format", "x.description = 'z'", "a = x.description", "x.disabled = True", "a = x.disabled",
    "y = [0, 0]\ny[0:1] = x\na = y", "y = [0, 0]\ny[::1] = x\na = y", "y = bytearray(b'zz')\ny[0:1] = x\na = y", "y = [0]\ny += x\na = y",
    "y = {}\ny |= x\na = y", "y = {9}\ny -= x\na = sorted(y)", "a = {} | x", "a = {1, 9} - x", "a = b'z' + x", "a = 'z'.join(x)", "a = '%s' % (x,)", "a = '{}'.format(x)", "a = {**{'z': 5}, **x}",
    "x.buffer_text = True", "a = x.buffer_text", "x.line_buffering", "x.__traceback__ = None", "a = x.__context__", "x.__annotations__ = {'k': 5}", "a = x.__annotations__",
)  # fmt: skip

#: Of which objects functions are tried: what their parameters can share.
PARAMETERS: tuple[str, ...] = (
    "list", "dict", "set", "bytearray", "deque", "array", "object", "BytesIO", "StringIO", "iter(list)",
    "class", "function", "SimpleNamespace", "exception", "memoryview", "OrderedDict", "Element", "generator",
)  # fmt: skip

#: And with what.
CALLS: tuple[str, ...] = (
    "x", "x, 5", "5, x", "x, x", "None, x", "x, 'n'", "x, 'n', 5", "x, 0", "x, 0, 5", "'n', x", "str, x", "x, [7]",
    "x, 'k'", "x, 'k', 5", "x, b'z'", "b'z', x", "'B', x", "'B', x, 0", "'B', x, 0, 5", "(5, 6), x", "x, 1, 2", "lambda *a: 5, x", "x, (5,)", "5, x, 0",
)  # fmt: skip

#: Whose operations take thousands of steps: so many times fewer runs are made of each.
LONG: dict[str, int] = {
    "ArgumentParser": 40,
    "ConfigParser": 10,
    "Logger": 10,
    "ZipFile": 10,
}

#: Whose functions are tried by themselves, as one object: what they share.
STATEFUL: tuple[str, ...] = (
    "os", "sys", "gc", "locale", "time", "warnings", "codecs", "copyreg", "decimal", "signal", "resource",
    "faulthandler", "threading", "atexit", "tracemalloc", "mimetypes", "socket", "tempfile", "linecache", "logging", "csv",
    "calendar", "weakref", "contextvars", "abc", "builtins", "itertools", "functools", "re", "string", "struct", "types", "io",
    "importlib", "shutil", "pathlib", "glob", "stat", "marshal", "zlib", "binascii", "errno", "operator", "math", "cmath", "json",
    "heapq", "bisect", "collections", "queue", "platform", "uuid", "getpass", "gettext", "syslog", "fcntl", "pwd", "grp",
    "unicodedata", "zoneinfo", "hashlib", "select", "mmap", "fractions", "statistics", "difflib", "ast", "dis", "inspect",
    "traceback", "sysconfig", "site", "enum", "dataclasses", "typing", "datetime", "email", "configparser", "xml.etree.ElementTree",
    "fnmatch", "posixpath", "secrets", "hmac", "base64", "textwrap", "pprint", "reprlib", "copy", "pickle", "sched", "opcode", "keyword",
)  # fmt: skip

#: What is not tried, and why.
DENIED: dict[str, str] = {
    "__init_subclass__": "sees only the class",
    "__subclasshook__": "sees only the class",
    "__class_getitem__": "sees only the class",
    "__new__": "sees no object yet",
    "__del__": "is called when nobody sees the object any more",
    "__sizeof__": "a size in bytes is no outcome",
    "__dir__": "names of attributes, in the order of a hash",
    "__hash__": "a hash is no outcome",
    "_exit": "ends the process", "abort": "ends the process", "kill": "ends the process", "killpg": "ends the process",
    "fork": "makes a process", "forkpty": "makes a process", "fork_exec": "makes a process",
    "posix_spawn": "makes a process", "posix_spawnp": "makes a process", "system": "makes a process", "popen": "makes a process",
    "execv": "replaces the process", "execve": "replaces the process", "execl": "replaces the process", "execle": "replaces the process",
    "execlp": "replaces the process", "execlpe": "replaces the process", "execvp": "replaces the process", "execvpe": "replaces the process",
    "spawnv": "makes a process", "spawnve": "makes a process", "spawnl": "makes a process", "spawnle": "makes a process",
    "spawnlp": "makes a process", "spawnlpe": "makes a process", "spawnvp": "makes a process", "spawnvpe": "makes a process",
    "raise_signal": "sends a signal", "pthread_kill": "sends a signal", "alarm": "sends a signal", "setitimer": "sends a signal", "getitimer": "tells the time that is left",
    "get_count": "counts what the harness makes", "_acquire_restore": "waits in C, and no signal ends that",
    "pause": "waits for a signal", "sigwait": "waits for a signal", "sigwaitinfo": "waits for a signal", "signal": "the harness has a handler",
    "pidfd_send_signal": "sends a signal", "interrupt_main": "sends a signal", "setrlimit": "takes from the process what it needs",
    "prlimit": "takes from the process what it needs", "chroot": "takes from the process what it needs",
    "setuid": "takes from the process what it needs", "setgid": "takes from the process what it needs",
    "seteuid": "takes from the process what it needs", "setegid": "takes from the process what it needs",
    "setreuid": "takes from the process what it needs", "setregid": "takes from the process what it needs",
    "setresuid": "takes from the process what it needs", "setresgid": "takes from the process what it needs",
    "setgroups": "takes from the process what it needs", "setsid": "takes from the process what it needs",
    "initgroups": "takes from the process what it needs", "unshare": "takes from the process what it needs",
    "setns": "takes from the process what it needs", "closerange": "closes what others have open",
    "close": "closes what others have open (of a module)", "dup2": "replaces what others have open",
    "input": "needs standard input", "breakpoint": "needs standard input", "help": "needs standard input", "getpass": "needs standard input",
    "token_bytes": "is random", "token_hex": "is random", "token_urlsafe": "is random",
    "randbits": "is random", "randbelow": "is random", "SystemRandom": "is random",
    "exit": "ends the process", "quit": "ends the process", "settrace": "replaces the engine's own tool", "setprofile": "replaces the engine's own tool",
    "monitoring": "replaces the engine's own tool", "call_tracing": "replaces the engine's own tool",
    "_clear_internal_caches": "takes from the process what it needs", "_clear_type_cache": "takes from the process what it needs",
    "setpriority": "changes how fast the harness runs", "sched_setscheduler": "changes how fast the harness runs",
    "sched_setparam": "changes how fast the harness runs", "fsync": "waits for a disk", "fdatasync": "waits for a disk",
    "wait": "waits for a process", "waitpid": "waits for a process", "wait3": "waits for a process", "wait4": "waits for a process", "waitid": "waits for a process",
    "openpty": "makes a terminal", "login_tty": "makes a terminal", "posix_openpt": "makes a terminal", "tcsetpgrp": "needs a terminal", "tcgetpgrp": "needs a terminal",
    "nice": "changes how fast the harness runs", "sched_setaffinity": "changes how fast the harness runs",
    "sync": "waits for all disks", "reboot": "ends the machine",
    "_debugmallocstats": "writes to the real standard error", "dump_traceback": "writes to the real standard error",
    "dump_traceback_later": "writes to the real standard error", "_sigsegv": "crashes", "_sigabrt": "crashes", "_sigfpe": "crashes",
    "_stack_overflow": "crashes", "_fatal_error": "crashes", "_fatal_error_c_thread": "crashes", "_read_null": "crashes",
    "start_new_thread": "needs an order of threads, not of operations", "start_new": "needs an order of threads, not of operations",
    "start_joinable_thread": "needs an order of threads, not of operations", "stack_size": "a size that depends on the system",
    "sigtimedwait": "waits for a signal",
    "sleep": "waits for a time",
    "urandom": "random",
    "listdir": "in what order a folder lists its names is the file system's", "scandir": "in what order a folder lists its names is the file system's",
    "stat": "an inode and its times are no outcome", "lstat": "an inode and its times are no outcome",
    "fileno": "depends on what else is open", "buffer_info": "an address is no outcome",
    "_delete": "needs an order of threads, not of operations", "_bootstrap": "needs an order of threads, not of operations", "_bootstrap_inner": "needs an order of threads, not of operations", "getrandom": "random", "get_native_id": "depends on the system", "getpid": "depends on the system",
    "reload": "loads a module of the interpreter's anew",
}  # fmt: skip
