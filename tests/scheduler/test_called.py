"""What C calls by itself, or reads of what it is called with: both orders are found."""

import sys

import pytest

from scheduler import explore
from tests.scheduler import oracle

_KEY = "class K(list):\n    def __hash__(self): return 1\nk, l = K(), K()\n"

#: What is shared, what two threads do with it, what is printed.
CALLED = {
    # Functions of C's that JSON is given.
    "json default": (
        "import json\nclass C: pass\nx = C()\nx.n = 1", "seen.append(json.dumps(x, default=vars))", "x.n = 2", "seen",
    ),
    "json object_hook": (
        "import json", "json.loads('{}', object_hook=seen.append)", "print(len(seen))", "''",
    ),
    "json object_pairs_hook": (
        "import json", "json.loads('{}', object_pairs_hook=seen.append)", "print(len(seen))", "''",
    ),
    "json parse_int": (
        "import json\nx = {'1': 5}", "seen.append(json.loads('1', parse_int=x.get))", "x['1'] = 6", "seen",
    ),
    "json parse_float": (
        "import json\nx = {'1.5': 5}", "seen.append(json.loads('1.5', parse_float=x.get))", "x['1.5'] = 6", "seen",
    ),
    "json parse_constant": (
        "import json\nx = {'NaN': 5}", "seen.append(json.loads('NaN', parse_constant=x.get))", "x['NaN'] = 6", "seen",
    ),
    "json parse_int by partial": (
        "import functools, json\nx = {'1': 5}",
        "seen.append(json.loads('1', parse_int=functools.partial(x.get)))", "x['1'] = 6", "seen",
    ),
    "json scanner by hand": (
        "import json\nx = {'1': 5}\nd = json.JSONDecoder(parse_int=x.get)", "seen.append(d.scan_once('1', 0)[0])",
        "x['1'] = 6", "seen",
    ),
    "json default, an object": (
        "import json\nx = {1: 5}\nclass C: pass\nclass D: __call__ = list.pop\nl = [1, 2]\nclass E: __call__ = x.get\ne = E()\n"
        "class I:\n    def __hash__(self): return 1\n    def __eq__(self, other): return True",
        "seen.append(json.dumps(I(), default=e))", "x[1] = 6", "seen",
    ),
    "a key that is an object's call": (
        "x = {1: 1, 2: 2, 3: 3}\nclass C: __call__ = x.get\nc = C()", "seen.append(sorted([1, 2, 3], key=c))", "x[1] = 9", "seen",
    ),
    "a map of an object's call": (
        "x = {1: 1}\nclass C: __call__ = x.get\nc = C()", "seen.extend(map(c, [1]))", "x[1] = 9", "seen",
    ),
    "a map of a staticmethod": (
        "x = {1: 1}\nc = staticmethod(x.get)", "seen.extend(map(c, [1]))", "x[1] = 9", "seen",
    ),
    "a map of a method of C's": (
        "import types\nx = {1: 1}\nc = types.MethodType(dict.get, x)", "seen.extend(map(c, [1]))", "x[1] = 9", "seen",
    ),
    "a map of a partial of C's": (
        "import functools\nx = {1: 1}\nc = functools.partial(dict.get, x)", "seen.extend(map(c, [1]))", "x[1] = 9", "seen",
    ),
    "reduce by an object's call": (
        "import functools\nx = {1: 1}\nclass C: __call__ = x.get\nc = C()", "seen.append(functools.reduce(c, [1, 2]))", "x[1] = 9",
        "seen",
    ),
    "what re calls": (
        "import re\nl = ['p', 'q']\nclass C: __call__ = l.__class_getitem__\nx = {}\nc = staticmethod(lambda m: l[-1])",
        "seen.append(re.sub('a', c, 'a'))", "l.append('r')", "seen",
    ),
    "what a defaultdict calls": (
        "import collections\nl = []\nclass C: __call__ = l.__len__\nx = collections.defaultdict(C())", "seen.append(x[1])",
        "l.append(1)", "seen",
    ),
    "what a property calls": (
        "l = []\nclass F: __call__ = staticmethod(l.__len__)\nclass C: n = property(staticmethod(lambda self: len(l)))\nx = C()",
        "seen.append(x.n)", "l.append(1)", "seen",
    ),
    "what iter calls": (
        "l = [1, 2]\nclass C: __call__ = l.pop\nx = iter(C(), 0)", "seen.append(next(x))", "l.pop()", "seen",
    ),
    "what filter calls": (
        "l = [1]\nclass C: __call__ = l.__contains__\nx = filter(C(), [2])", "seen.append(list(x))", "l.append(2)", "seen",
    ),
    # Classes derived from one whose objects cannot change.
    "StrEnum.join": (
        "import enum\nclass S(enum.StrEnum): COMMA = ','\nl = ['p']", "seen.append(S.COMMA.join(l))", "l.append('q')", "seen",
    ),
    "str.format": (
        "class S(str): pass\nx, l = S('{}'), [1]", "seen.append(x.format(l))", "l.append(2)", "seen",
    ),
    "str.format of an attribute": (
        "class S(str): pass\nclass C: n = 1\nx, l = S('{.n}'), C()", "seen.append(x.format(l))", "l.n = 2", "seen",
    ),
    "str.format_map": (
        "class S(str): pass\nx, l = S('{n}'), {'n': 1}", "seen.append(x.format_map(l))", "l['n'] = 2", "seen",
    ),
    "str.translate": (
        "class S(str): pass\nx, l = S('a'), {97: 'b'}", "seen.append(x.translate(l))", "l[97] = 'c'", "seen",
    ),
    "str %": (
        "class S(str): pass\nx, l = S('%(n)s'), {'n': [1]}", "seen.append(x % l)", "l['n'].append(2)", "seen",
    ),
    "str % of a tuple": (
        "class S(str): pass\nx, l = S('%s'), ([1],)", "seen.append(x % l)", "l[0].append(2)", "seen",
    ),
    "bytes %": (
        "class S(bytes): pass\nx, l = S(b'%s'), bytearray(b'a')", "seen.append(x % l)", "l.extend(b'b')", "seen",
    ),
    "bytes.join": (
        "class S(bytes): pass\nx, l = S(b','), [b'a']", "seen.append(x.join(l))", "l.append(b'b')", "seen",
    ),
    "bytes.find": (
        "class S(bytes): pass\nx, l = S(b'ab'), bytearray(b'a')", "seen.append(x.find(l))", "l[0] = 98", "seen",
    ),
    "bytes +": (
        "class S(bytes): pass\nx, l = S(b'a'), bytearray(b'a')", "seen.append(x + l)", "l.extend(b'b')", "seen",
    ),
    "str in": (
        "class S(bytes): pass\nx, l = S(b'ab'), bytearray(b'a')", "seen.append(l in x)", "l[0] = 99", "seen",
    ),
    "str.join by its type": (
        "class S(str): pass\nx, l = S(','), ['p']", "seen.append(str.join(x, l))", "l.append('q')", "seen",
    ),
    "str.join bound": (
        "class S(str): pass\nl = ['p']\nx = S(',').join", "seen.append(x(l))", "l.append('q')", "seen",
    ),
    "int.to_bytes": (
        "class S(int): pass\nl = [1]\nclass C: __index__ = l.__len__\nx = S(1)", "seen.append(x.to_bytes(C()))", "l.append(2)",
        "seen",
    ),
    "int.from_bytes": (
        "class S(int): pass\nl = bytearray(b'a')", "seen.append(S.from_bytes(l))", "l[0] = 98", "seen",
    ),
    "Struct.pack_into": (
        "import struct\nclass S(struct.Struct): pass\nx, l = S('<i'), bytearray(4)", "x.pack_into(l, 0, 5)",
        "seen.append(l[0])", "seen",
    ),
    "Struct.unpack": (
        "import struct\nclass S(struct.Struct): pass\nx, l = S('<i'), bytearray(4)", "seen.append(x.unpack(l))",
        "l[0] = 1", "seen",
    ),
    "Struct.unpack_from": (
        "import struct\nclass S(struct.Struct): pass\nx, l = S('<i'), bytearray(4)", "seen.append(x.unpack_from(l, 0))",
        "l[0] = 1", "seen",
    ),
    "staticmethod": (
        "class S(staticmethod): pass\nl = []\nx = S(l.append)", "x(1)", "seen.append(len(l))", "seen",
    ),
    "staticmethod by __call__": (
        "class S(staticmethod): pass\nl = []\nx = S(l.append)", "x.__call__(1)", "seen.append(len(l))", "seen",
    ),
    "date.strftime": (
        "import datetime\nclass S(datetime.date): pass\nl = {'n': '%Y'}\nx = S(2000, 1, 1)", "seen.append(x.strftime(l['n']))",
        "l['n'] = '%m'", "seen",
    ),
    "property.__get__": (
        "class P(property): pass\nl = [1]\np = P(list.copy)", "seen.append(p.__get__(l))", "l.append(2)", "seen",
    ),
    "frozenset.union": (
        "class S(frozenset): pass\nx, l = S(), [1]", "seen.append(sorted(x.union(l)))", "l.append(2)", "seen",
    ),
    "tuple.count": (
        "class S(tuple): pass\nl = [1]\nx = S([l])", "seen.append(x.count([1]))", "l.append(2)", "seen",
    ),
    "memory of an itemgetter": (
        "import operator\nl = [1]\nx = operator.itemgetter(0)", "seen.append(x(l))", "l[0] = 2", "seen",
    ),
    "Random.choices": (
        "import random\nx, l = random.Random(1), [1]", "seen.append(x.choice(l))", "l[0] = 2", "seen",
    ),
    "StringIO.writelines": (
        "import io\nclass S(io.StringIO): pass\nx, l = S(), ['a']", "x.writelines(l)", "l.append('b')", "x.getvalue()",
    ),
    "BytesIO.readinto": (
        "import io\nclass S(io.BytesIO): pass\nx, l = S(b'a'), bytearray(1)", "x.readinto(l)", "seen.append(bytes(l))", "seen",
    ),
    "iterator's next": (
        "class M(map): pass\nl = [1]\nx = M(list.copy, [l])", "seen.append(next(x))", "l.append(2)", "seen",
    ),
    # Dialects of CSV.
    "a class as a dialect": (
        "import csv\nclass D(csv.excel): pass", "seen.extend(csv.reader(['1;2'], D))", "D.delimiter = ';'", "seen",
    ),
    "an object as a dialect": (
        "import csv\nclass D(csv.excel): pass\nd = D()", "seen.extend(csv.reader(['1;2'], d))", "d.delimiter = ';'", "seen",
    ),
    "an object as a dialect, by keyword": (
        "import csv\nclass D(csv.excel): pass\nd = D()", "seen.extend(csv.reader(['1;2'], dialect=d))", "d.delimiter = ';'",
        "seen",
    ),
    "a dialect of a writer": (
        "import csv, io\nclass D(csv.excel): pass\nd, f = D(), io.StringIO()", "csv.writer(f, d).writerow([1, 2])",
        "d.delimiter = ';'", "f.getvalue()",
    ),
    "a dialect that is registered": (
        "import csv\nclass D(csv.excel): pass\nd = D()", "csv.register_dialect('d', d)", "d.delimiter = ';'",
        "csv.get_dialect('d').delimiter",
    ),
    # Warnings.
    "filters of warnings": (
        "import warnings\nwarnings.simplefilter('ignore')",
        "try: warnings.warn('q')\n    except UserWarning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "filters of warnings, explicit": (
        "import warnings\nwarnings.simplefilter('ignore')",
        "try: warnings.warn_explicit('q', UserWarning, 'f', 1)\n    except UserWarning: seen.append(1)",
        "warnings.simplefilter('error')", "seen",
    ),
    "a warning of the compiler": (
        "import warnings\nwarnings.simplefilter('ignore')",
        "try: compile('1 is 1', 'f', 'eval')\n    except SyntaxError: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of what is evaluated": (
        "import warnings\nwarnings.simplefilter('ignore')",
        "try: eval('1 is 1')\n    except SyntaxError: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of what is executed": (
        "import warnings\nwarnings.simplefilter('ignore')",
        "try: exec('1 is 1')\n    except SyntaxError: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a bool": (
        "import warnings\nwarnings.simplefilter('ignore')\nx = True",
        "try: ~x\n    except DeprecationWarning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an operator": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport operator",
        "try: operator.inv(True)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an operator of the same": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport operator",
        "try: operator.invert(True)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a method of a bool": (
        "import warnings\nwarnings.simplefilter('ignore')\nx = True",
        "try: x.__invert__()\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a bool, called by C": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport operator",
        "try: list(map(operator.inv, [True]))\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an array of characters": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport array",
        "try: array.array('u')\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of what is decoded": (
        "import warnings\nwarnings.simplefilter('ignore')\nx = bytes([92, 100])",
        "try: x.decode('unicode_escape')\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of what is decoded as a text": (
        "import warnings\nwarnings.simplefilter('ignore')\nx = bytes([92, 100])",
        "try: str(x, 'unicode_escape')\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a codec": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport codecs\nx = bytes([92, 100])",
        "try: codecs.escape_decode(x)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of another codec": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport codecs\nx = bytes([92, 100])",
        "try: codecs.unicode_escape_decode(x)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of what a method returns": (
        "import warnings\nwarnings.simplefilter('ignore')\nclass I:\n    def __index__(self): return True\nx = I()",
        "try: [1, 2][x]\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a number, shown": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport decimal\nx = decimal.Decimal(1)",
        "try: format(x, 'N')\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a number, shown by itself": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport decimal\nx = decimal.Decimal(1)",
        "try: x.__format__('N')\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a number in a text": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport decimal\nx = decimal.Decimal(1)",
        "try: f'{x:N}'\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an old way to throw": (
        "import warnings\nwarnings.simplefilter('ignore')\ndef f():\n    try: yield 1\n    except KeyError: yield 2\nx = f()\nnext(x)",
        "try: x.throw(KeyError, KeyError(), None)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an old way to make a date": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport datetime",
        "try: datetime.datetime.utcfromtimestamp(0)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an element asked for a bool": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport xml.etree.ElementTree as E\nx = E.Element('a')",
        "try: not x\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an element made a bool": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport xml.etree.ElementTree as E\nx = E.Element('a')",
        "try: bool(x)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an element's method": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport xml.etree.ElementTree as E\nx = E.Element('a')",
        "try: x.__bool__()\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of an element among others": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport xml.etree.ElementTree as E\nx = [E.Element('a')]",
        "try: any(x)\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of elements filtered": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport xml.etree.ElementTree as E\nx = [E.Element('a')]",
        "try: list(filter(None, x))\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    "a warning of a node without a part": (
        "import warnings\nwarnings.simplefilter('ignore')\nimport ast",
        "try: ast.Name()\n    except Warning: seen.append(1)", "warnings.simplefilter('error')", "seen",
    ),
    # Groups of exceptions.
    "notes of a group split": (
        "x = ExceptionGroup('m', [KeyError()])\nx.add_note('p')", "seen.append(x.split(KeyError)[0].__notes__)",
        "x.add_note('q')", "seen",
    ),
    "notes of a subgroup": (
        "x = ExceptionGroup('m', [KeyError(), ValueError()])\nx.add_note('p')",
        "seen.append(x.subgroup(KeyError).__notes__)", "x.add_note('q')", "seen",
    ),
    "notes of a group caught": (
        "x = ExceptionGroup('m', [KeyError(), ValueError()])\nx.add_note('p')",
        "try:\n        try: raise x\n        except* KeyError as e: seen.append(e.__notes__)\n    except ExceptionGroup: pass",
        "x.add_note('q')", "seen",
    ),
    "the cause of a group split": (
        "x = ExceptionGroup('m', [KeyError(), ValueError()])",
        "seen.append(repr(x.subgroup(KeyError).__cause__))", "x.__cause__ = OSError()", "seen",
    ),
    "notes of a group in a group": (
        "y = ExceptionGroup('m', [KeyError(), ValueError()])\nx = ExceptionGroup('n', [y])\ny.add_note('p')",
        "seen.append(x.subgroup(KeyError).exceptions[0].__notes__)", "y.add_note('q')", "seen",
    ),
    # What makes a class.
    "slots of a list": (
        "l = ['p']", "class C: __slots__ = l\n    seen.append(hasattr(C, 'q'))", "l.append('q')", "seen",
    ),
    "slots of a list by hand": (
        "l = ['p']", "C = type('C', (), {'__slots__': l})\n    seen.append(hasattr(C, 'q'))", "l.append('q')", "seen",
    ),
    "slots of a dict": (
        "l = {'p': 1}", "class C: __slots__ = l\n    seen.append(hasattr(C, 'q'))", "l['q'] = 2", "seen",
    ),
    "slots of a list, a metaclass": (
        "class M(type): pass\nl = ['p']", "class C(metaclass=M): __slots__ = l\n    seen.append(hasattr(C, 'q'))",
        "l.append('q')", "seen",
    ),
    "bases of a list": (
        "class A: pass\nclass B: pass\nl = [A]", "seen.append(type('C', (*l,), {}).__mro__[1:-1])", "l.append(B)", "seen",
    ),
    "abstract methods of a list": (
        "l = ['p']", "class C: pass\n    C.__abstractmethods__ = l\n    try: C()\n    except TypeError: seen.append(1)",
        "l.clear()", "seen",
    ),
    # What is compiled and run.
    "compile of a tree": (
        "import ast\nx = ast.parse('1', mode='eval')", "seen.append(eval(compile(x, 'f', 'eval')))", "x.body.value = 2",
        "seen",
    ),
    "eval of a bytearray": ("x = bytearray(b'1')", "seen.append(eval(x))", "x[0] = 50", "seen"),
    "exec of a bytearray": (
        "x = bytearray(b'seen.append(1)')", "exec(x)", "x[-2] = 50", "seen",
    ),
    "compile of a bytearray": (
        "x = bytearray(b'1')", "seen.append(eval(compile(x, 'f', 'eval')))", "x[0] = 50", "seen",
    ),
    "eval of a memoryview": (
        "x = bytearray(b'1')\ny = memoryview(x)", "seen.append(eval(y))", "x[0] = 50", "seen",
    ),
    "locals of another kind": (
        "import types\nl = {'n': 1}\nx = types.MappingProxyType(l)", "seen.append(eval('n', {}, x))", "l['n'] = 2", "seen",
    ),
    "locals of another kind, executed": (
        "import collections\nx = collections.ChainMap({'n': 1})", "exec('seen.append(n)', globals(), x)", "x['n'] = 2", "seen",
    ),
    "locals of another kind, by keyword": (
        "import collections\nx = collections.UserDict({'n': 1})", "exec('seen.append(n)', globals(), x)", "x['n'] = 2", "seen",
    ),
    "locals of a derived class": (
        "class D(dict): pass\nx = D(n=1)", "seen.append(eval('n', {}, x))", "x['n'] = 2", "seen",
    ),
    "builtins of its own": (
        "x = {}\nd = {'__builtins__': x}\nx['n'] = 1\nf = eval('lambda: n', d)", "seen.append(f())", "x['n'] = 2", "seen",
    ),
    "builtins of its own, executed": (
        "x = {'n': 1}\nd = {'__builtins__': x}\nexec('def f(): return n', d)\nf = d['f']", "seen.append(f())", "x['n'] = 2",
        "seen",
    ),
    "builtins of its own, of a function": (
        "import types\nx = {'n': 1}\nf = types.FunctionType((lambda: n).__code__, {'__builtins__': x})", "seen.append(f())",
        "x['n'] = 2", "seen",
    ),
    # Contents of what C is given.
    "digits of a Decimal": (
        "import decimal\nl = [1]", "seen.append(int(decimal.Decimal((0, l, 0))))", "l[0] = 2", "seen",
    ),
    "digits of a Decimal, in a list": (
        "import decimal\nl = [0, (1,), 0]", "seen.append(int(decimal.Decimal(l)))", "l[0] = 1", "seen",
    ),
    "digits of a derived Decimal": (
        "import decimal\nclass D(decimal.Decimal): pass\nl = [1]", "seen.append(int(D((0, l, 0))))", "l[0] = 2", "seen",
    ),
    "digits by a context": (
        "import decimal\nl = [1]\nc = decimal.Context()", "seen.append(int(c.create_decimal((0, l, 0))))", "l[0] = 2", "seen",
    ),
    "nested lists in an array": (
        "import array\nl = [1]\nclass C: __index__ = l.__len__", "seen.append(array.array('i', [C()])[0])", "l.append(1)", "seen",
    ),
    "partial of a partial": (
        "import functools\nx = functools.partial(dict, k=1)", "seen.append(functools.partial(x)())", "x.keywords['k'] = 2",
        "seen",
    ),
    "partial of a derived partial": (
        "import functools\nclass P(functools.partial): pass\nx = P(dict, k=1)", "seen.append(P(x)())",
        "x.keywords['k'] = 2", "seen",
    ),
    "partial of a partial, copied": (
        "import copy, functools\nx = functools.partial(dict, k=1)", "seen.append(copy.copy(x)())", "x.keywords['k'] = 2",
        "seen",
    ),
    "exception.__setstate__": (
        "x = ValueError()", "x.__setstate__({'n': 1})", "seen.append(hasattr(x, 'n'))", "seen",
    ),
    "exception.__setstate__ by its type": (
        "x = ValueError()", "BaseException.__setstate__(x, {'n': 1})", "seen.append(hasattr(x, 'n'))", "seen",
    ),
    "exception.__setstate__, of what": (
        "x, l = ValueError(), {'n': 1}", "x.__setstate__(l)", "l['n'] = 2", "x.n",
    ),
    "partial.__setstate__": (
        "import functools\nx, l = functools.partial(dict), {'k': 1}", "x.__setstate__((dict, (), l, {'n': 1}))",
        "seen.append(hasattr(x, 'n'))", "seen",
    ),
    "deque.__setstate__": (
        "import collections\nclass D(collections.OrderedDict): pass\nx = D()", "seen.append(x.__reduce__()[2])", "x.n = 1",
        "seen",
    ),
    "names that expat keeps": (
        "import xml.parsers.expat as e\nl = {}\nx = e.ParserCreate(intern=l)\nx.StartElementHandler = lambda *a: None",
        "x.Parse('<a/>')", "seen.append(len(l))", "seen",
    ),
    "weak references compared": (
        "import weakref\nclass L(list): pass\np, q = L(), L()\nx, y = weakref.ref(p), weakref.ref(q)",
        "seen.append(x == y)", "p.append(1)", "seen",
    ),
    "weak references in a list": (
        "import weakref\nclass L(list): pass\np, q = L(), L()\nx, y = weakref.ref(p), weakref.ref(q)",
        "seen.append(x in [y])", "p.append(1)", "seen",
    ),
    "weak references, by __eq__": (
        "import weakref\nclass L(list): pass\np, q = L(), L()\nx, y = weakref.ref(p), weakref.ref(q)",
        "seen.append(x.__eq__(y))", "p.append(1)", "seen",
    ),
    "a weak reference hashed": (
        "import weakref\nclass L(list):\n    def __hash__(self): return 1\np, q = L(), L()\nx = {weakref.ref(p): 1}",
        "seen.append(x.get(weakref.ref(q)))", "p.append(1)", "seen",
    ),
    # Keys that are compared.
    "key: get": (_KEY + "x = {k: 1}", "seen.append(x.get(l))", "k.append(2)", "seen"),
    "key: []": (
        _KEY + "x = {k: 1}", "try: seen.append(x[l])\n    except KeyError: seen.append(0)", "k.append(2)", "seen",
    ),
    "key: [], the key given changes": (
        _KEY + "x = {k: 1}", "try: seen.append(x[l])\n    except KeyError: seen.append(0)", "l.append(2)", "seen",
    ),
    "key: set": (_KEY + "x = {k: 1}", "x[l] = 1", "k.append(2)", "len(x)"),
    "key: del": (
        _KEY + "x = {k: 1}", "try: del x[l]\n    except KeyError: pass", "k.append(2)", "len(x)",
    ),
    "key: pop": (_KEY + "x = {k: 1}", "x.pop(l, 0)", "k.append(2)", "len(x)"),
    "key: setdefault": (_KEY + "x = {k: 1}", "x.setdefault(l, 0)", "k.append(2)", "len(x)"),
    "key: in": (_KEY + "x = {k: 1}", "seen.append(l in x)", "k.append(2)", "seen"),
    "key: in a set": (_KEY + "x = {k}", "seen.append(l in x)", "k.append(2)", "seen"),
    "key: in the keys": (_KEY + "x = {k: 1}.keys()", "seen.append(l in x)", "k.append(2)", "seen"),
    "key: add": (_KEY + "x = {k}", "x.add(l)", "k.append(2)", "len(x)"),
    "key: discard": (_KEY + "x = {k}", "x.discard(l)", "k.append(2)", "len(x)"),
    "key: remove": (
        _KEY + "x = {k}", "try: x.remove(l)\n    except KeyError: pass", "k.append(2)", "len(x)",
    ),
    "key: display of a set": (_KEY, "seen.append(len({k, l}))", "k.append(2)", "seen"),
    "key: display of a dict": (_KEY, "seen.append(len({k: 1, l: 2}))", "k.append(2)", "seen"),
    "key: comprehension of a set": (_KEY, "seen.append(len({i for i in (k, l)}))", "k.append(2)", "seen"),
    "key: comprehension of a dict": (_KEY, "seen.append(len({i: 1 for i in (k, l)}))", "k.append(2)", "seen"),
    "key: union": (_KEY + "x, y = {k}, {l}", "seen.append(len(x | y))", "k.append(2)", "seen"),
    "key: union in place": (_KEY + "x, y = {k}, {l}", "global x\n    x |= y", "k.append(2)", "len(x)"),
    "key: union of dicts": (_KEY + "x, y = {k: 1}, {l: 1}", "seen.append(len(x | y))", "k.append(2)", "seen"),
    "key: union, the method": (_KEY + "x, y = {k}, [l]", "seen.append(len(x.union(y)))", "k.append(2)", "seen"),
    "key: intersection": (_KEY + "x, y = {k}, {l}", "seen.append(len(x & y))", "k.append(2)", "seen"),
    "key: update": (_KEY + "x, y = {k}, {l}", "x.update(y)", "k.append(2)", "len(x)"),
    "key: update of a dict": (_KEY + "x, y = {k: 1}, {l: 1}", "x.update(y)", "k.append(2)", "len(x)"),
    "key: issubset": (_KEY + "x, y = {k}, {l}", "seen.append(x.issubset(y))", "k.append(2)", "seen"),
    "key: <=": (_KEY + "x, y = {k}, {l}", "seen.append(x <= y)", "k.append(2)", "seen"),
    "key: made a set": (_KEY + "x = [k, l]", "seen.append(len(set(x)))", "k.append(2)", "seen"),
    "key: made a frozenset": (_KEY + "x = [k, l]", "seen.append(len(frozenset(x)))", "k.append(2)", "seen"),
    "key: made a dict": (_KEY + "x = [k, l]", "seen.append(len(dict.fromkeys(x)))", "k.append(2)", "seen"),
    "key: made a dict of pairs": (_KEY + "x = [(k, 1), (l, 1)]", "seen.append(len(dict(x)))", "k.append(2)", "seen"),
    "key: unpacked": (_KEY + "x, y = [k], [l]", "seen.append(len({*x, *y}))", "k.append(2)", "seen"),
    "key: unpacked dicts": (_KEY + "x, y = {k: 1}, {l: 1}", "seen.append(len({**x, **y}))", "k.append(2)", "seen"),
    "key: counted": (
        "import collections\n" + _KEY + "x = [k, l]", "seen.append(len(collections.Counter(x)))", "k.append(2)", "seen",
    ),
    "key: of a cache": (
        "import functools\n" + _KEY + "f = functools.lru_cache(id)", "seen.append(f(k) == f(l))", "k.append(2)", "seen",
    ),
    "key: of a cache of any size": (
        "import functools\n" + _KEY + "f = functools.cache(id)", "seen.append(f(k) == f(l))", "k.append(2)", "seen",
    ),
    "key: of an itemgetter": (
        "import operator\n" + _KEY + "x = {k: 1}",
        "try: seen.append(operator.itemgetter(l)(x))\n    except KeyError: seen.append(0)", "k.append(2)", "seen",
    ),
    "key: in a tuple": (_KEY + "x = {(k, 1): 1}", "seen.append(x.get((l, 1)))", "k.append(2)", "seen"),
    "key: of a class made by hand": (
        "k, l = map(type('K', (list,), {'__hash__': lambda self: 1}), ((), ()))",
        "seen.append(len({k, l}))", "k.append(2)", "seen",
    ),
    "key: of a pattern": (
        _KEY + "x = {k: 1}\nclass V: k = l",
        "match x:\n        case {V.k: 1}: seen.append(1)", "k.append(2)", "seen",
    ),
    "key: a namespace": (
        "import types\nclass K(types.SimpleNamespace):\n    def __hash__(self): return 1\n"
        "k, l = K(n=1), K(n=1)\nx = {k: 1}",
        "seen.append(x.get(l))", "k.n = 2", "seen",
    ),
    "key: of a frozenset": (_KEY + "x = frozenset([k])", "seen.append(l in x)", "k.append(2)", "seen"),
    "key: of a derived dict": (_KEY + "class D(dict): pass\nx = D({k: 1})", "seen.append(x.get(l))", "k.append(2)", "seen"),
    "key: of an OrderedDict": (
        "import collections\n" + _KEY + "x = collections.OrderedDict({k: 1})", "seen.append(x.get(l))", "k.append(2)", "seen",
    ),
    "key: of a defaultdict": (
        "import collections\n" + _KEY + "x = collections.defaultdict(int, {k: 1})", "seen.append(x[l])", "k.append(2)", "seen",
    ),
    "key: a derived dict": (
        "class K(dict):\n    def __hash__(self): return 1\nk, l = K(), K()\nx = {k: 1}", "seen.append(x.get(l))", "k[1] = 2",
        "seen",
    ),
    "key: a derived set": (
        "class K(set):\n    def __hash__(self): return 1\nk, l = K(), K()\nx = {k: 1}", "seen.append(x.get(l))", "k.add(2)",
        "seen",
    ),
    "key: a derived bytearray": (
        "class K(bytearray):\n    def __hash__(self): return 1\nk, l = K(), K()\nx = {k: 1}", "seen.append(x.get(l))",
        "k.append(2)", "seen",
    ),
    "key: of a mapping's keys": (_KEY + "x, y = {k: 1}, {l: 1}", "seen.append(len(x.keys() & y.keys()))", "k.append(2)", "seen"),
    "key: compared dicts": (_KEY + "x, y = {k: 1}, {l: 1}", "seen.append(x == y)", "k.append(2)", "seen"),
    "key: index": (_KEY + "x = [k]", "seen.append(x.count(l))", "k.append(2)", "seen"),
    # Names among the globals, all at once.
    "dir()": ("", "global m; m = 1", "print('m' in dir())", "''"),
    "vars()": ("", "global m; m = 1", "print('m' in vars())", "''"),
    "locals()": ("", "global m; m = 1", "print('m' in locals())", "''"),
    "globals()": ("", "global m; m = 1", "print('m' in globals())", "''"),
    "dir() in exec": ("", "global m; m = 1", "exec('print(\"m\" in dir())')", "''"),
    "dir() in eval": ("", "global m; m = 1", "print(eval('\"m\" in dir()'))", "''"),
    "sorted(locals())": ("", "global m; m = 1", "print(len([n for n in locals() if n == 'm']))", "''"),
    "dir() by *": ("", "global m; m = 1", "print('m' in dir(*[]))", "''"),
    # Special methods that are methods of another object.
    "abs": ("l = []\nclass C: __abs__ = l.__len__\nx = C()", "seen.append(abs(x))", "l.append(1)", "seen"),
    "index": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append('pq'[x])", "seen.append(l.pop())", "sorted(map(str, seen))"),
    "index of a list": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "seen.append(y[x])", "seen.append(l.pop())", "sorted(seen)",
    ),
    "index, set": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "y[x] = 7", "l.pop()", "y",
    ),
    "index, deleted": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "del y[x]", "l.pop()", "y",
    ),
    "index of a slice": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append('pq'[x:])", "l.pop()", "seen",
    ),
    "index of a slice, set": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "y[x:] = []", "l.pop()", "y",
    ),
    "index, repeated": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append('p' * x)", "l.pop()", "seen",
    ),
    "index of range": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(range(x))", "l.pop()", "seen"),
    "index of bin": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(bin(x))", "l.pop()", "seen"),
    "index of hex": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(hex(x))", "l.pop()", "seen"),
    "index of chr": ("l = [97, 98]\nclass C: __index__ = l.pop\nx = C()", "seen.append(chr(x))", "l.pop()", "seen"),
    "index of pop": ("l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "seen.append(y.pop(x))", "l.pop()", "seen"),
    "index of insert": ("l = [0, 1]\nclass C: __index__ = l.pop\nx, y = C(), [5, 6]", "y.insert(x, 7)", "l.pop()", "y"),
    "index, by operator": (
        "import operator\nl = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(operator.index(x))", "l.pop()", "seen",
    ),
    "index of islice": (
        "import itertools\nl = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(list(itertools.islice('p', x)))",
        "l.pop()", "seen",
    ),
    "index of round": (
        "l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(round(1.25, x))", "l.pop()", "seen",
    ),
    "index of pow": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(pow(2, 5) + [7, 8].pop(x))", "l.pop()", "seen"),
    "index of bytes": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(bytes(x))", "l.pop()", "seen"),
    "index of int": ("l = [0, 1]\nclass C: __index__ = l.pop\nx = C()", "seen.append(int(x))", "l.pop()", "seen"),
    "round": ("l = []\nclass C: __round__ = l.__len__\nx = C()", "seen.append(round(x))", "l.append(1)", "seen"),
    "divmod": ("l = {1: 2}\nclass C: __divmod__ = l.get\nx = C()", "seen.append(divmod(x, 1))", "l[1] = 3", "seen"),
    "rdivmod": ("l = {1: 2}\nclass C: __rdivmod__ = l.get\nx = C()", "seen.append(divmod(1, x))", "l[1] = 3", "seen"),
    "pow": ("l = {1: 2}\nclass C: __pow__ = l.get\nx = C()", "seen.append(pow(x, 1))", "l[1] = 3", "seen"),
    "unary minus": ("l = []\nclass C: __neg__ = l.__len__\nx = C()", "seen.append(-x)", "l.append(1)", "seen"),
    "unary plus": ("l = []\nclass C: __pos__ = l.__len__\nx = C()", "seen.append(+x)", "l.append(1)", "seen"),
    "invert": ("l = []\nclass C: __invert__ = l.__len__\nx = C()", "seen.append(~x)", "l.append(1)", "seen"),
    "trunc": ("import math\nl = []\nclass C: __trunc__ = l.__len__\nx = C()", "seen.append(math.trunc(x))", "l.append(1)", "seen"),
    "floor": ("import math\nl = []\nclass C: __floor__ = l.__len__\nx = C()", "seen.append(math.floor(x))", "l.append(1)", "seen"),
    "float": ("l = [1.5, 2.5]\nclass C: __float__ = l.pop\nx = C()", "seen.append(float(x))", "l.pop()", "seen"),
    "complex": ("l = [1j, 2j]\nclass C: __complex__ = l.pop\nx = C()", "seen.append(complex(x))", "l.pop()", "seen"),
    "int": ("l = []\nclass C: __int__ = l.__len__\nx = C()", "seen.append(int(x))", "l.append(1)", "seen"),
    "bytes": ("l = [b'p', b'q']\nclass C: __bytes__ = l.pop\nx = C()", "seen.append(bytes(x))", "l.pop()", "seen"),
    "str": ("l = ['p', 'q']\nclass C: __str__ = l.pop\nx = C()", "seen.append(str(x))", "l.pop()", "seen"),
    "format": ("l = {'': 'p'}\nclass C: __format__ = l.get\nx = C()", "seen.append(f'{x}')", "l[''] = 'q'", "seen"),
    "format, by hand": ("l = {'': 'p'}\nclass C: __format__ = l.get\nx = C()", "seen.append(format(x))", "l[''] = 'q'", "seen"),
    "hash": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = C()", "{x}", "seen.append(l.pop())", "seen"),
    "hash, by hand": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = C()", "hash(x)", "seen.append(l.pop())", "seen"),
    "hash of a key": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx, y = C(), {}", "y[x] = 1", "seen.append(l.pop())", "seen"),
    "hash of a key looked up": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx, y = C(), {}", "y.get(x)", "seen.append(l.pop())", "seen"),
    "hash of a display": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = C()", "{x: 1}", "seen.append(l.pop())", "seen"),
    "hash in a comprehension": (
        "l = [0, 1]\nclass C: __hash__ = l.pop\nx = C()", "{i for i in [x]}", "seen.append(l.pop())", "seen",
    ),
    "hash within a tuple": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = C()", "{(x,)}", "seen.append(l.pop())", "seen"),
    "hash of what is added": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx, y = C(), set()", "y.add(x)", "seen.append(l.pop())", "seen"),
    "hash, in": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx, y = C(), {1}", "x in y", "seen.append(l.pop())", "seen"),
    "hash, made a set": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = [C()]", "set(x)", "seen.append(l.pop())", "seen"),
    "hash, unpacked": ("l = [0, 1]\nclass C: __hash__ = l.pop\nx = [C()]", "{*x}", "seen.append(l.pop())", "seen"),
    "dir": ("l = []\nclass C: __dir__ = l.copy\nx = C()", "seen.append(dir(x))", "l.append('n')", "seen"),
    "fspath": (
        "import os\nl = ['p', 'q']\nclass C: __fspath__ = l.pop\nx = C()", "os.fspath(x)", "seen.append(l.pop())", "seen",
    ),
    "fspath of a function": (
        "import os\nl = ['p', 'q']\nclass C: __fspath__ = l.pop\nx = C()", "os.path.join('a', x)", "seen.append(l.pop())",
        "seen",
    ),
    "fspath of stat": (
        "import os\nl = ['p', 'q']\nclass C: __fspath__ = l.pop\nx = C()",
        "try: os.stat(x)\n    except OSError: pass", "seen.append(l.pop())", "seen",
    ),
    "reversed": (
        "l = [[1], [2]]\nclass C: __reversed__ = l.pop\nx = C()", "seen.append(reversed(x))", "l.pop()", "seen",
    ),
    "missing, by itemgetter": (
        "import collections, operator\nl = [1, 2]\nx = collections.defaultdict(l.pop)\ng = operator.itemgetter('q')",
        "list(map(g, [x]))", "seen.append(l.pop())", "seen",
    ),
    "missing, by getitem": (
        "import collections, operator\nl = [1, 2]\nx = collections.defaultdict(l.pop)",
        "list(map(operator.getitem, [x], 'q'))", "seen.append(l.pop())", "seen",
    ),
    "missing of its own, by itemgetter": (
        "import operator\nl = {'q': 1}\nclass D(dict): __missing__ = l.get\nx = D()\ng = operator.itemgetter('q')",
        "seen.extend(map(g, [x]))", "l['q'] = 2", "seen",
    ),
    "missing, by format_map": (
        "import collections\nl = [1, 2]\nx = collections.defaultdict(l.pop)", "seen.append('{q}'.format_map(x))", "l.pop()",
        "seen",
    ),
    "missing, by sorted": (
        "import collections, operator\nl = [1, 2]\nx = collections.defaultdict(l.pop)\ng = operator.itemgetter('q')",
        "sorted([x], key=g)", "seen.append(l.pop())", "seen",
    ),
    "sizeof": ("import sys\nl = []\nclass C: __sizeof__ = l.__len__\nx = C()", "seen.append(sys.getsizeof(x))", "l.append(1)", "seen"),
    "matmul": ("l = {1: 2}\nclass C: __matmul__ = l.get\nx = C()", "seen.append(x @ 1)", "l[1] = 3", "seen"),
    "lt": ("l = {1: 2}\nclass C: __lt__ = l.get\nx = C()", "seen.append(x < 1)", "l[1] = 3", "seen"),
    "lt, sorted": ("l = []\nclass C: __lt__ = l.__contains__\nx, y = C(), C()", "seen.append(sorted([x, y])[0] is x)", "l.append(x)", "seen"),
    "enter": (
        "l = []\nclass C:\n    __enter__ = l.__len__\n    def __exit__(self, *a): pass\nx = C()",
        "with x as n: seen.append(n)", "l.append(1)", "seen",
    ),
    "length hint": (
        "import operator\nl = []\nclass C: __length_hint__ = l.__len__\nx = C()", "seen.append(operator.length_hint(x))",
        "l.append(1)", "seen",
    ),
    "match args": (
        "l = ['n']\nclass C:\n    n, m = 1, 2\n    __match_args__ = ('n',)\nx = C()",
        "match x:\n        case C(i): seen.append(i)", "C.__match_args__ = ('m',)", "seen",
    ),
}  # fmt: skip


if sys.version_info < (3, 14):  # later it is a method, and nothing warns
    _WILL_BIND = (
        "import functools, warnings\nwarnings.simplefilter('ignore')\n"
        "class C: f = functools.partial(int, 3); __len__ = f\nclass D(C): pass\nx = D()"
    )
    CALLED |= {
        f"a warning of a partial, {how}": (
            _WILL_BIND,
            f"try: {how}\n    except Warning: seen.append(1)",
            "warnings.simplefilter('error')",
            "seen",
        )
        for how in ("x.f", "getattr(x, 'f')", "len(x)", "super(D, x).f")
    }


@pytest.mark.parametrize("name", CALLED)
def test_both_orders_are_found(name, program):
    text, orders = oracle.beside(*CALLED[name])
    assert len(orders) == 2
    found = explore(program(text))
    assert found.complete, found.reason
    assert orders <= set(found.outputs)


#: What C warns of when it dies, which is not seen.
LATE = {
    "a file": "f = open(__file__)",
    "a file closed": "open(__file__).close()",
    "a file's buffer that is none": "open('/dev/null', 'rb', 1)",
    "a file of C's": "import io\n    f = io.FileIO(__file__)",
    "a coroutine": "async def g(): pass\n    g()",
    "a folder": "import os\n    f = os.scandir()",
}


@pytest.mark.parametrize(
    "filters", ["warnings.simplefilter('error')", "warnings.filters.clear()"]
)
@pytest.mark.parametrize("name", LATE)
def test_what_is_warned_of_late_is_not_settled_beside_filters(name, filters, program):
    text = f"""
import threading, warnings
def make():
    {LATE[name]}
def change():
    {{}}
threads = [threading.Thread(target=make), threading.Thread(target=change)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    found = explore(program(text.format(filters)))
    line = text[: text.index("{}")].count("\n") + 1
    assert f"line {line} changes which warnings are shown" in found.unsettled
    assert explore(program(text.format("pass"))).complete


#: What C calls and reads in most programs: nothing that threads share.
ORDINARY = [
    "json.dumps({'a': [1, 2.5, None], 'b': {'c': 1}})",
    "json.dumps({'s': {1}}, default=list)",
    "json.dumps({'s': P(1)}, default=lambda p: p.x, indent=1)",
    "json.loads('[1, 2.5, NaN]')",
    "sorted([3, 1], key=lambda v: -v)",
    "S.A.join(['x', 'y']), S.A.upper(), S.A.format(1), 'a'.format(1)",
    "Color.RED.name, Color(1), {Color.RED: 1}[Color.RED]",
    "{P(1): 1, P(2): 2}[P(1)], {P(1), P(2)} | {(1, P(3))}",
    "collections.Counter('abca'), collections.defaultdict(list)[1]",
    "list(csv.reader(['1,2'])), list(csv.DictReader(['a', '1']))",
    "warnings.warn('q', DeprecationWarning)",
    "eval('1 + 1'), compile('1', 'f', 'eval'), exec('n = 1', {})",
    "round(1.5), abs(-1), divmod(5, 2), pow(2, 3), bin(3), chr(97)",
    "functools.partial(int, '3')(), list(map(str, [1]))",
]


@pytest.mark.parametrize("done", ORDINARY)
def test_what_most_programs_do_is_settled(done, program):
    text = f"""
import collections, csv, dataclasses, enum, functools, json, threading, warnings
warnings.simplefilter("ignore")
class Color(enum.Enum): RED = 1
class S(enum.StrEnum): A = "a"
@dataclasses.dataclass(frozen=True)
class P:
    x: int
def one(): {done}
threads = [threading.Thread(target=one) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    found = explore(program(text))
    assert found.complete
    assert len(found.outputs) == 1
