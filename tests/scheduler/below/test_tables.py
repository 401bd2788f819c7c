"""The table of what C touches, against objects and calls of this interpreter.

What kind a type is of is asked of an object of it.  What a function touches is asked of
plain Python: where a result depends on what an argument holds, the call has to read it;
where the argument is another one afterwards, it has to write it.
"""

from __future__ import annotations

import copy
import importlib
import itertools
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.bytecode import callables, effects
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill
from tests.scheduler.below.toy import Desk

#: By kind: an object of each type that can be made, by the type's module and name.
OBJECTS: dict[str, dict[str, str]] = {
    "TUPLE": {
        "builtins.tuple": "(1,)", "builtins.frozenset": "frozenset((1,))",
        "functools.KeyWrapper": "i('functools').cmp_to_key(max)(1)",
        "functools._PlaceholderType": "i('functools').Placeholder",
        "os.*": "i('os').terminal_size((1, 2))", "posix.*": "i('posix').sched_param(0)", "pwd.*": "i('pwd').getpwuid(0)",
        "grp.*": "i('grp').getgrgid(0)", "resource.*": "i('resource').getrusage(0)",
        "time.*": "i('time').gmtime(0)", "signal.*": "i('signal').struct_siginfo((0,) * 7)",
        "sys.*": "i('sys').version_info", "curses.*": "i('_curses').ncurses_version",
        "string.templatelib.Template": "i('string.templatelib').Template('a')",
        "string.templatelib.Interpolation": "i('string.templatelib').Interpolation(1)",
    },
    "TIMED": {"os.stat_result": "i('os').stat('.')"},
    "CONTAINER": {
        "builtins.list": "[]", "builtins.dict": "{}", "builtins.set": "set()", "builtins.bytearray": "bytearray()",
        "collections.deque": "i('collections').deque()", "collections.defaultdict": "i('collections').defaultdict()",
        "collections.OrderedDict": "i('collections').OrderedDict()", "array.array": "i('array').array('i')",
    },
    "VIEW": {
        "builtins.dict_keys": "{}.keys()", "builtins.dict_values": "{}.values()", "builtins.dict_items": "{}.items()",
        "builtins.odict_keys": "i('collections').OrderedDict().keys()",
        "builtins.odict_values": "i('collections').OrderedDict().values()",
        "builtins.odict_items": "i('collections').OrderedDict().items()",
        "builtins.mappingproxy": "i('types').MappingProxyType({})", "builtins.memoryview": "memoryview(b'')",
        "builtins.managedbuffer": "i('gc').get_referents(memoryview(bytearray()))[0]",
        "builtins.keys": "i('contextvars').Context().keys()", "builtins.values": "i('contextvars').Context().values()",
        "builtins.items": "i('contextvars').Context().items()",
        "builtins.FrameLocalsProxy": "(lambda: i('sys')._getframe().f_locals)()",
        "pickle.PickleBuffer": "i('pickle').PickleBuffer(b'')", "re.Match": "i('re').match('', '')",
    },
    "ITERATOR": {
        "builtins.bytearray_iterator": "iter(bytearray())", "builtins.bytes_iterator": "iter(b'')",
        "builtins.callable_iterator": "iter(int, 1)", "builtins.coroutine": "coroutine()",
        "builtins.coroutine_wrapper": "coroutine().__await__()",
        "builtins.dict_itemiterator": "iter({}.items())", "builtins.dict_keyiterator": "iter({})",
        "builtins.dict_valueiterator": "iter({}.values())", "builtins.dict_reverseitemiterator": "reversed({}.items())",
        "builtins.dict_reversekeyiterator": "reversed({})", "builtins.dict_reversevalueiterator": "reversed({}.values())",
        "builtins.enumerate": "enumerate(())", "builtins.filter": "filter(None, ())",
        "builtins.fieldnameiterator": "i('_string').formatter_field_name_split('a.b')[1]",
        "builtins.formatteriterator": "i('_string').formatter_parser('')", "builtins.generator": "(i for i in ())",
        "builtins.iterator": "iter(sequence)", "builtins.line_iterator": "coroutine.__code__.co_lines()",
        "builtins.positions_iterator": "coroutine.__code__.co_positions()",
        "builtins.list_iterator": "iter([])", "builtins.list_reverseiterator": "reversed([])",
        "builtins.longrange_iterator": "iter(range(1 << 70))", "builtins.range_iterator": "iter(range(1))",
        "builtins.map": "map(int, ())", "builtins.memory_iterator": "iter(memoryview(b''))",
        "builtins.odict_iterator": "iter(i('collections').OrderedDict())", "builtins.reversed": "reversed(())",
        "builtins.set_iterator": "iter(set())", "builtins.str_ascii_iterator": "iter('')", "builtins.str_iterator": "iter('é')",
        "builtins.tuple_iterator": "iter(())", "builtins.zip": "zip()", "builtins.async_generator": "asynchronous()",
        "builtins.async_generator_asend": "asynchronous().asend(None)",
        "builtins.async_generator_athrow": "asynchronous().aclose()",
        "builtins.anext_awaitable": "anext(asynchronous(), 1)",
        "string.templatelib.TemplateIter": "iter(i('string.templatelib').Template('a'))",
        "collections._deque_iterator": "iter(i('collections').deque())",
        "collections._deque_reverse_iterator": "reversed(i('collections').deque())",
        "array.arrayiterator": "iter(i('array').array('i'))", "itertools.*": "i('itertools').count()",
        "_struct.unpack_iterator": "i('_struct').iter_unpack('B', b'')",
        "_tokenize.*": "i('_tokenize').TokenizerIter(iter(()).__next__, extra_tokens=False)",
        "_elementtree.*": "i('xml.etree.ElementTree').Element('a').iter()",
        "unicodedata.GraphemeBreakIterator": "i('unicodedata').iter_graphemes('')",
    },
    "OPAQUE": {
        "itertools._tee_dataobject": "next(o for o in i('gc').get_referents(i('itertools').tee(())[0]) if 'data' in str(type(o)))",
        "functools._lru_cache_wrapper": "i('functools').lru_cache(len)",
        "_contextvars.Context": "i('contextvars').Context()", "_thread.*": "i('_thread').allocate_lock()",
        "_queue.*": "i('_queue').SimpleQueue()", "_abc.*": "i('abc').ABC._abc_impl",
        "_io.StringIO": "i('io').StringIO()", "_io.BytesIO": "i('io').BytesIO()",
        "_io._BytesIOBuffer": "i('io').BytesIO(b'a').getbuffer().obj",
        "_io.IncrementalNewlineDecoder": "i('io').IncrementalNewlineDecoder(None, True)",
        "decimal.Context": "i('decimal').Context()", "decimal.ContextManager": "i('decimal').localcontext()",
        "decimal.SignalDictMixin": "base(i('decimal').Context().flags)",
        "_sre.SRE_Scanner": "i('re').compile('').scanner('')", "_random.*": "i('_random').Random()",
        "_csv.reader": "i('csv').reader(())", "_csv.writer": "i('csv').writer(i('io').StringIO())",
        "_pickle.*": "i('_pickle').Pickler(i('io').BytesIO())", "_hashlib.*": "i('_hashlib').openssl_md5()",
        "_hmac.*": "i('_hmac').new(b'', digestmod='md5')", "_blake2.*": "i('_blake2').blake2b()", "_md5.*": "i('_md5').md5()",
        "_sha1.*": "i('_sha1').sha1()", "_sha2.*": "i('_sha2').sha256()", "_sha3.*": "i('_sha3').sha3_256()",
        "zlib.*": "i('zlib').compressobj()", "_bz2.*": "i('bz2').BZ2Compressor()", "_lzma.*": "i('lzma').LZMACompressor()",
        "compression.zstd.*": "i('compression.zstd').ZstdCompressor()",
        "_multibytecodec.*": "base(i('codecs').getincrementalencoder('gb2312')())",
        "xml.etree.ElementTree.*": "i('xml.etree.ElementTree').Element('a')", "pyexpat.*": "i('pyexpat').ParserCreate()",
        "_lsprof.*": "i('_lsprof').Profiler()",
    },
    "MIXED": {
        "functools.partial": "i('functools').partial(len)", "_io._IOBase": "i('_io')._IOBase()",
        "_io._RawIOBase": "i('_io')._RawIOBase()", "_io._BufferedIOBase": "i('_io')._BufferedIOBase()",
        "_io._TextIOBase": "i('_io')._TextIOBase()", "ast.*": "i('ast').Pass()", "an exception": "ValueError()",
    },
    "FILE": {
        "_io.*": "open(i('os').devnull)", "posix.ScandirIterator": "i('os').scandir('.')", "posix.DirEntry": "[*i('os').scandir('/')][0]", "mmap.*": "i('mmap').mmap(-1, 1)",
        "select.*": "i('select').poll()", "_socket.*": "i('_socket').socket()", "_ssl.*": "i('_ssl').MemoryBIO()",
        "sqlite3.*": "i('sqlite3').connect(':memory:')",
    },
    "PROXY": {
        "weakref.ProxyType": "i('weakref').proxy(sequence)", "weakref.CallableProxyType": "i('weakref').proxy(Sequence)",
    },
    "CELL": {"builtins.cell": "i('types').CellType(1)"},
    "FUNCTION": {"builtins.function": "coroutine"},
    "MODULE": {"builtins.module": "i('sys')"},
    "OBJECT": {"types.SimpleNamespace": "i('types').SimpleNamespace()"},
}  # fmt: skip
EXAMPLES = {
    name: (kind, text) for kind, some in OBJECTS.items() for name, text in some.items()
}


class Sequence:
    """What `iter` goes through by index."""

    def __getitem__(self, at: int) -> int:
        raise IndexError


async def coroutine() -> None: ...


async def asynchronous() -> Any:
    yield


def base(value: Any) -> Any:
    """The type of C from which a class of Python derives."""
    return next(cls for cls in type(value).__mro__ if callables.is_c(cls))


def made(name: str) -> type:
    """The type of an example; skips where the interpreter has none."""
    sequence = Sequence()
    space = {**globals(), "i": importlib.import_module, "sequence": sequence}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = eval(EXAMPLES[name][1], space)
            if hasattr(value, "close"):
                value.close()
    except (ImportError, AttributeError):
        pytest.skip(f"this version has no {name}")
    # Not `isinstance`: a proxy says that it is what it stands for.
    return value if issubclass(type(value), type) else type(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_object_is_of_its_kind(name: str) -> None:
    cls = made(name)
    kind = getattr(callables, EXAMPLES[name][0])
    assert callables.kind_of_c(cls) == kind
    assert effects.kind_of(cls) == kind or cls.__qualname__ == "SignalDictMixin"
    module, _, own = name.rpartition(".")
    if name != "an exception":
        assert cls.__module__ == module
        assert cls.__qualname__ == own or own == "*"


def test_what_python_makes_of_a_type_of_c() -> None:
    class OfInt(int): ...

    class OfList(list[int]): ...

    class OfTuple(tuple[int, ...]): ...

    class Slotted(tuple[int, ...]):
        __slots__ = ()

    class OfRandom(importlib.import_module("_random").Random): ...  # type: ignore[misc]

    class Meta(type): ...

    kinds = [
        effects.kind_of(c)
        for c in (OfInt, OfList, OfTuple, Slotted, OfRandom, Meta, Sequence)
    ]
    assert kinds == [
        callables.OBJECT, callables.CONTAINER, callables.MIXED, callables.TUPLE, callables.MIXED,
        callables.CLASS, callables.OBJECT,
    ]  # fmt: skip
    context = importlib.import_module("decimal").Context()
    assert effects.kind_of(type(context.flags)) == callables.UNKNOWN
    from scheduler.world import primitives, streams

    assert effects.kind_of(primitives.Lock) == callables.OWN
    # A program can set its attributes.
    assert effects.kind_of(streams.Stream) == callables.OBJECT


def test_a_type_without_an_entry_is_unknown() -> None:
    assert callables.kind_of_c(type("T", (), {})) == callables.UNKNOWN


# ------------------------------------------------------------ plain Python

#: Modules whose functions can be called with anything, here, by a test.
HARMLESS = [
    "_abc",
    "_bisect",
    "_codecs",
    "_collections",
    "_csv",
    "_datetime",
    "_functools",
    "_heapq",
    "_json",
    "_lzma",
    "_operator",
    "_sre",
    "_stat",
    "_statistics",
    "_string",
    "_struct",
    "_weakref",
    "_zoneinfo",
    "array",
    "binascii",
    "cmath",
    "itertools",
    "marshal",
    "math",
    "unicodedata",
    "zlib",
    "_codecs_jp",
    "_multibytecodec",
]
BUILTINS = [
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "callable",
    "chr",
    "delattr",
    "divmod",
    "format",
    "getattr",
    "hasattr",
    "hash",
    "hex",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "max",
    "min",
    "next",
    "oct",
    "ord",
    "pow",
    "repr",
    "round",
    "setattr",
    "sorted",
    "sum",
]
#: Objects that hold one thing, and the same that hold another.
PAIRS: list[tuple[Any, Any]] = [
    ([1, 2], [3, 4, 5]), ([1.5], [2.5]), (["a"], ["b", "c"]), ([0], [1]), ([(1, 2)], [(3, 4)]),
    (bytearray(b"12"), bytearray(b"345")), ({"a": 1}, {"b": 2, "c": 3}), ({1}, {2, 3}),
    ([[1]], [[2]]), (bytearray(b"ab"), bytearray(b"cd")), (bytearray(b"YQ=="), bytearray(b"YmI=")),
]  # fmt: skip
#: What else a function may ask for.
BESIDE: list[Any] = [0, 1, "a", "B", b"a", "utf-8", max, len]


def functions() -> dict[str, Any]:
    """The functions that are tried, by module and name."""
    found = {
        f"builtins.{name}": getattr(importlib.import_module("builtins"), name)
        for name in BUILTINS
    }
    for module in HARMLESS:
        try:
            space = vars(importlib.import_module(module))
        except ImportError:
            continue
        for name, value in space.items():
            denied = name.startswith(
                ("_reset", "_clear", "register", "unregister", "_unregister", "load")
            )
            if type(value) is types.BuiltinFunctionType and not denied:
                found[f"{module}.{name}"] = value
    return found


def tries(first: Any) -> Iterator[list[Any]]:
    """Arguments, with the first of them where a function may want it."""
    yield [first]
    for other in BESIDE:
        yield [first, other]
        yield [other, first]
    yield [first, copy.deepcopy(first)]
    yield [first, 0, 1]
    yield ["B", first, 0, 1]
    yield ["B", first, 0]


def outcome(function: Any, arguments: list[Any]) -> tuple[str, str] | None:
    """What comes of a call that does not fail, and what its arguments are then."""
    try:
        result = function(*arguments)
        if isinstance(result, Iterator):
            result = list(itertools.islice(result, 5))
        said = repr(result)
    except Exception:
        return None
    return said, repr(arguments)


def shown(function: Any) -> Iterator[tuple[list[Any], bool]]:
    """Arguments whose first changeable one matters, and whether it is changed."""
    for one, two in PAIRS:
        for some, others in zip(tries(one), tries(two), strict=True):
            before = repr(some)
            here = outcome(function, copy.deepcopy(some))
            there = outcome(function, copy.deepcopy(others))
            if here and there and " at 0x" not in here[0]:
                if here[1] != before:
                    yield some, True
                elif here[0] != there[0]:
                    yield some, False


def recorded(function: Any, arguments: list[Any]) -> int:
    """1 where a call reads the object that its arguments hold, 2 where it writes it."""
    with Desk() as desk:
        shared = next(
            a for a in arguments if isinstance(a, (list, bytearray, dict, set))
        )
        task = desk.run.tasks[1]
        desk.run.meet(desk.run.tasks[0], shared)
        effects.call(desk.run, task, function, arguments)
        number = desk.run.names[identity(shared)][2]
        everything = ("everything",)
        footprint = task.head.footprint
        return max(footprint.get((number, 0), 0), footprint.get(everything, 0))


FUNCTIONS = functions()
#: What they do with the object is done by a function of C that they are given, or to
#: an object that they make and that holds it.
_LATER = frozenset(
    (
        "itertools.tee",
        "_functools.cmp_to_key",
        "builtins.iter",
        "builtins.getattr",
        "_weakref.proxy",
    )
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_plain_python_shows_is_recorded(name: str) -> None:
    function = FUNCTIONS[name]
    if name in _LATER:
        return
    wanted: dict[bool, list[Any]] = {}
    for arguments, written in shown(function):
        wanted.setdefault(written, arguments)
    for written, arguments in wanted.items():
        assert recorded(function, arguments) >= 1 + written, arguments


def test_plain_python_shows_much() -> None:
    """Else the test above says nothing."""
    telling = [
        name
        for name, function in FUNCTIONS.items()
        if any(True for _ in shown(function))
    ]
    assert len(telling) > 60
    assert {
        "_heapq.heappush",
        "builtins.sum",
        "binascii.hexlify",
        "_operator.setitem",
    } <= {*telling}


# ------------------------------------------------------------- the process


def beside(module: str, name: str) -> str:
    """What a call without arguments touches that belongs to none of them."""
    function = getattr(importlib.import_module(module), name)
    with Desk() as desk:
        desk.run.world.strict = True
        try:
            effects.call(desk.run, desk.run.tasks[1], function, [])
        except Kill:
            return "refused"
        return desk.footprint(2)


def of(module: str) -> list[str]:
    space = vars(importlib.import_module(module))
    return sorted(n for n, v in space.items() if type(v) is types.BuiltinFunctionType)


#: What belongs to the process, but is the same for all its life, or nobody's.
_STILL = frozenset(("fspath",))
#: Of `sys`: what looks at the caller, or at nothing that changes.
_OWN = frozenset(
    [
        "exc_info",
        "exception",
        "intern",
        "getrefcount",
        "_getframe",
        "_getframemodulename",
        "exit",
        "is_finalizing",
        "is_stack_trampoline_active",
        "_is_interned",
        "is_remote_debug_enabled",
        "_is_immortal",
        "_get_cpu_count_config",
        "_is_gil_enabled",
        "getsizeof",
    ]
)
_SETS = (
    "set",
    "umask",
    "chdir",
    "putenv",
    "mkdir",
    "unlink",
    "write",
    "close",
    "open",
    "rename",
    "pipe",
    "dup",
    "lseek",
)


@pytest.mark.parametrize("name", of("posix"))
def test_a_call_of_the_system_touches_it(name: str) -> None:
    found = beside("posix", name)
    if name in _STILL:
        assert found == "nothing"
    else:
        assert found in ("reads system", "writes system", "refused")
    if name.startswith(_SETS):
        assert found == "writes system"


@pytest.mark.parametrize("name", of("sys"))
def test_a_call_of_sys_touches_its_state(name: str) -> None:
    found = beside("sys", name)
    if name in _OWN:
        assert found == "nothing"
    elif name.startswith("_set") or name.startswith("set"):
        assert found in ("writes module sys", "refused")
    else:
        assert found in (
            "reads module sys",
            "writes module sys",
            "writes everything",
            "refused",
        )


#: By module: functions that look at what it keeps, and such as change it.
STATE = {
    "gc": ("isenabled get_threshold get_debug get_count get_stats is_tracked is_finalized get_freeze_count",
           "enable disable set_threshold set_debug collect freeze unfreeze"),
    "_abc": ("_abc_instancecheck _abc_subclasscheck get_cache_token _get_dump", "_reset_registry _reset_caches"),
    "_codecs": ("lookup lookup_error", "register unregister register_error"),
    "_csv": ("get_dialect list_dialects reader writer", "register_dialect unregister_dialect field_size_limit"),
    "_tracemalloc": ("is_tracing get_traceback_limit", "start stop clear_traces"),
    "_warnings": ("", "warn _filters_mutated_lock_held" if sys.version_info >= (3, 14) else "warn _filters_mutated"),
    "_imp": ("", "acquire_lock release_lock"),
    "_random": ("", ""), "_contextvars": ("", ""),
    "_decimal": ("", "setcontext"), "_locale": ("", ""), "atexit": ("", "register unregister"),
    "time": ("", "sleep time monotonic"), "_thread": ("", "get_ident allocate_lock stack_size"),
    "_weakref": ("", "_remove_dead_weakref"), "_collections": ("", ""), "array": ("", "_array_reconstructor"),
    "_zoneinfo": ("", ""), "_elementtree": ("", "_set_factories"), "pyexpat": ("", "ErrorString"),
}  # fmt: skip
STATES = {
    f"{module}.{name}": verb
    for module, some in STATE.items()
    for verb, names in zip(("reads", "writes"), some, strict=True)
    for name in names.split()
}


@pytest.mark.parametrize("name", STATES)
def test_what_a_module_keeps(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert beside(module, own) == f"{STATES[name]} module {module}"


@pytest.mark.parametrize(
    "name", ["_socket.socket", "_ssl.MemoryBIO", "_sqlite3.Connection", "select.epoll"]
)
def test_what_cannot_be_explored_is_refused_before_it_is_made(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert beside(module, own) == "refused"


#: What looks at or changes the process without being called a function of the system.
SYSTEMS = {
    "_io.open": "reads", "_io.open_code": "reads", "_locale.setlocale": "writes", "_locale.localeconv": "reads",
    "fcntl.fcntl": "writes", "resource.getrlimit": "reads", "resource.setrlimit": "writes",
    "resource.getrusage": "reads", "resource.getpagesize": "reads", "pwd.getpwuid": "reads", "grp.getgrgid": "reads",
    "_signal.getsignal": "reads", "_signal.strsignal": "reads", "_uuid.generate_time_safe": "writes",
    "marshal.dump": "writes", "_locale.bindtextdomain": "writes", "_locale.textdomain": "writes",
    "_locale.bind_textdomain_codeset": "writes", "_signal.getitimer": "reads", "_signal.siginterrupt": "reads",
    "_signal.valid_signals": "reads", "_signal.default_int_handler": "reads",
}  # fmt: skip


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_belongs_to_the_process(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert beside(module, own) == f"{SYSTEMS[name]} system"


@pytest.mark.parametrize("name", ["gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys._current_frames",
                                  "_pickle.dumps", "_pickle.loads"])  # fmt: skip
def test_what_may_touch_anything(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert beside(module, own) == "writes everything"
