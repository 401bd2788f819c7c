"""What the callables and types that are written in C touch: the table.

Every C type of the standard library stands in `TYPES` with the *kind* of its
instances, every C module in `MODULES` with what its functions touch.  A type
or module that is not there is unknown: whatever is done with it conflicts with
whatever any other thread does.  Nothing is taken to touch nothing because
nobody thought of it; `tests/scheduler/test_callables.py` fails where an
interpreter has a C type or module without an entry.

What a function touches has two parts: its arguments (not at all, themselves,
all that they hold, or written) and something that belongs to none of them:
the state of its module, or the process (files, working directory,
environment …), looked at or changed.
"""

from __future__ import annotations

import types
from array import array
from typing import Any, Final, NamedTuple

from scheduler.model.identity import module_of_class, name_of_class, own

__all__ = [
    "ATOM",
    "BUILTINS",
    "CELL",
    "CLASS",
    "CONTAINER",
    "FILE",
    "FUNCTION",
    "ITERATOR",
    "MIXED",
    "MODULE",
    "MODULES",
    "OBJECT",
    "OPAQUE",
    "OWN",
    "PROXY",
    "TUPLE",
    "TYPES",
    "UNKNOWN",
    "VIEW",
    "Touches",
    "is_c",
    "kind_of_c",
    "to_write",
    "touches",
]

# ----------------------------------------------------------------- types

#: Kinds of type, as far as recording goes.
ATOM: Final = 0  # cannot change, and nothing that can is reached through it
OBJECT: Final = 1  # made by a class statement: its attributes, by name
CONTAINER: Final = 2  # all that it holds is one location
MODULE: Final = 3
CLASS: Final = 4
ITERATOR: Final = 5  # moves on, and reads what it iterates over
OPAQUE: Final = 6  # state of its own, one location
OWN: Final = 7  # of the simulated world: records itself
TUPLE: Final = 8  # cannot change, but what it holds can
VIEW: Final = 9  # another object's contents
MIXED: Final = 10  # attributes by name, and state of its own in C
PROXY: Final = 11  # stands for another object
FILE: Final = 12  # state of its own, and the process's
CELL: Final = 13  # a variable of an enclosing function
UNKNOWN: Final = 14  # not in the table
FUNCTION: Final = 15  # of Python: its code records itself, its attributes by name
TIMED: Final = 16  # a tuple that has times of the real clock in it

#: By module, by kind: the types of C whose instances are of that kind; "*" for all
#: others of the module.
TYPES: Final[dict[str, dict[int, str]]] = {
    "builtins": {
        ATOM: """int float complex bool str bytes NoneType range slice ellipsis object sentinel
            NotImplementedType NoDefaultType code builtin_function_or_method builtin_method
            method property staticmethod classmethod wrapper_descriptor
            method_descriptor method-wrapper classmethod_descriptor getset_descriptor
            member_descriptor traceback frame instancemethod super PyCapsule moduledef
            UnraisableHookArgs asyncgen_hooks EncodingMap generic_alias_iterator
            _buffer_wrapper hamt hamt_array_node hamt_bitmap_node hamt_collision_node
            uop_executor lazy_import""",
        TUPLE: "tuple frozenset frozendict",
        CONTAINER: "list dict set bytearray",
        VIEW: """dict_keys dict_values dict_items odict_keys odict_values odict_items
            mappingproxy memoryview managedbuffer keys values items FrameLocalsProxy""",
        ITERATOR: """bytearray_iterator bytes_iterator callable_iterator coroutine
            coroutine_wrapper dict_itemiterator dict_keyiterator dict_reverseitemiterator
            dict_reversekeyiterator dict_reversevalueiterator dict_valueiterator enumerate
            fieldnameiterator filter formatteriterator generator iterator line_iterator
            list_iterator list_reverseiterator longrange_iterator map memory_iterator
            odict_iterator positions_iterator range_iterator reversed set_iterator
            str_ascii_iterator str_iterator tuple_iterator zip async_generator
            async_generator_asend async_generator_athrow async_generator_wrapped_value
            anext_awaitable""",
        OPAQUE: "stderrprinter InstructionSequence",
        CELL: "cell",
        FUNCTION: "function",
        CLASS: "type",
        MODULE: "module",
    },
    "types": {ATOM: "GenericAlias UnionType", OBJECT: "SimpleNamespace"},
    "typing": {ATOM: "*"},
    "_typing": {ATOM: "*"},
    "annotationlib": {ATOM: "*"},
    "Token": {ATOM: "*"},
    "string.templatelib": {TUPLE: "Template Interpolation", ITERATOR: "TemplateIter"},
    "collections": {
        CONTAINER: "deque defaultdict OrderedDict",
        ITERATOR: "_deque_iterator _deque_reverse_iterator",
        ATOM: "_tuplegetter",
    },
    "array": {CONTAINER: "array", ITERATOR: "arrayiterator"},
    "itertools": {ITERATOR: "*", OPAQUE: "_tee_dataobject"},
    "functools": {
        OPAQUE: "_lru_cache_wrapper _lru_list_elem",
        TUPLE: "KeyWrapper _PlaceholderType",
        MIXED: "partial",
    },
    "operator": {ATOM: "*"},
    "weakref": {PROXY: "ProxyType CallableProxyType", ATOM: "ReferenceType"},
    "_contextvars": {OPAQUE: "Context", ATOM: "ContextVar Token"},
    "_thread": {ATOM: "_ExceptHookArgs", OPAQUE: "*"},
    "_queue": {OPAQUE: "*"},
    "_abc": {OPAQUE: "*"},
    "_io": {
        OPAQUE: "StringIO BytesIO _BytesIOBuffer IncrementalNewlineDecoder",
        MIXED: "_IOBase _RawIOBase _BufferedIOBase _TextIOBase",
        FILE: "*",
    },
    "posix": {FILE: "ScandirIterator DirEntry", TUPLE: "*"},
    "nt": {FILE: "ScandirIterator DirEntry", TUPLE: "*"},
    "os": {TIMED: "stat_result", TUPLE: "*"},
    "pwd": {TUPLE: "*"},
    "grp": {TUPLE: "*"},
    "resource": {TUPLE: "*"},
    "time": {TUPLE: "*"},
    "signal": {TUPLE: "*"},
    "sys": {TUPLE: "*"},
    "curses": {TUPLE: "*"},
    "mmap": {FILE: "*"},
    "select": {FILE: "*"},
    "_socket": {FILE: "*"},
    "_ssl": {FILE: "*"},
    "ssl": {MIXED: "*"},
    "sqlite3": {FILE: "*"},
    "_dbm": {FILE: "*"},
    "_gdbm": {FILE: "*"},
    "dbm": {FILE: "*"},
    "_curses": {FILE: "*"},
    "_curses_panel": {FILE: "*"},
    "_tkinter": {FILE: "*"},
    "_multiprocessing": {FILE: "*"},
    "datetime": {ATOM: "*"},
    "zoneinfo": {ATOM: "*"},
    "decimal": {ATOM: "Decimal", OPAQUE: "Context ContextManager SignalDictMixin"},
    "re": {ATOM: "*", VIEW: "Match"},
    "_sre": {OPAQUE: "SRE_Scanner", ATOM: "SRE_Template"},
    "_struct": {ATOM: "Struct", ITERATOR: "unpack_iterator"},
    "ast": {MIXED: "*"},
    "_ast": {MIXED: "*"},
    "_random": {OPAQUE: "*"},
    "_csv": {ATOM: "Dialect", OPAQUE: "reader writer"},
    "_json": {ATOM: "*"},
    "_pickle": {OPAQUE: "*"},
    "pickle": {VIEW: "PickleBuffer"},
    "_hashlib": {OPAQUE: "*"},
    "_hmac": {OPAQUE: "*"},
    "_blake2": {OPAQUE: "*"},
    "_md5": {OPAQUE: "*"},
    "_sha1": {OPAQUE: "*"},
    "_sha2": {OPAQUE: "*"},
    "_sha3": {OPAQUE: "*"},
    "zlib": {OPAQUE: "*"},
    "_bz2": {OPAQUE: "*"},
    "_lzma": {OPAQUE: "*"},
    "compression.zstd": {OPAQUE: "*"},
    "_multibytecodec": {OPAQUE: "*", ATOM: "MultibyteCodec"},
    "_tokenize": {ITERATOR: "*"},
    "_elementtree": {ITERATOR: "*"},
    "xml.etree.ElementTree": {OPAQUE: "*"},
    "pyexpat": {OPAQUE: "*"},
    "_lsprof": {OPAQUE: "*"},
    "unicodedata": {ATOM: "UCD", ITERATOR: "GraphemeBreakIterator", TUPLE: "Segment"},
}


_flags: Final = type.__dict__["__flags__"].__get__


def is_c(cls: type) -> bool:
    """Whether `cls` itself is written in C, not made by a class statement.

    Types of extension modules lie on the heap as classes of Python do; what
    tells them is what they define: slots and methods of C.
    """
    if not _flags(cls) & (1 << 9):
        return True
    for name, value in own(cls).items():
        made = type(value)
        if made in BUILTINS:
            if value.__self__ is cls:
                return True
        elif made in _OF_C and value.__objclass__ is cls:
            if made is not types.GetSetDescriptorType or name not in _INHERENT:
                return True
    return False


_OF_C: Final = frozenset(
    (
        types.MethodDescriptorType,
        types.WrapperDescriptorType,
        types.ClassMethodDescriptorType,
        types.GetSetDescriptorType,
    )
)
#: Functions of C, and methods bound to an object; some of these know their class.
BUILTINS: Final = (types.BuiltinFunctionType, type(array("b").extend))
#: What every class of Python has too.
_INHERENT: Final = frozenset(("__dict__", "__weakref__"))


def kind_of_c(cls: type) -> int:
    """The kind of the instances of the C type `cls`; `UNKNOWN` without an entry."""
    if issubclass(cls, BaseException):
        return MIXED
    entry = _by_module.get(module_of_class(cls))
    if entry is None:
        return UNKNOWN
    found = entry.get(name_of_class(cls))
    return entry.get("*", UNKNOWN) if found is None else found


_by_module: Final = {
    module: {name: kind for kind, names in kinds.items() for name in names.split()}
    for module, kinds in TYPES.items()
}
_by_module["builtins"]["symtable entry"] = OPAQUE

#: Methods, of any type, that change nothing but what they return.
READERS: Final = frozenset(
    """get keys values items copy index count isdisjoint issubset issuperset union intersection
    difference symmetric_difference __len__ __contains__ __getitem__ __iter__ __repr__ __str__
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __reversed__ __format__ __sizeof__ __length_hint__
    __hash__ __bool__ __reduce__ __reduce_ex__ __copy__ __deepcopy__ __add__ __radd__ __mul__
    __rmul__ __mod__ __rmod__ __or__ __ror__ __and__ __rand__ __sub__ __rsub__ __xor__ __rxor__
    __dir__ __sizeof__ __buffer__ __class_getitem__ __init_subclass__ __subclasshook__
    getvalue getbuffer hex digest hexdigest decode find rfind rindex startswith endswith
    split rsplit splitlines strip lstrip rstrip join partition rpartition replace translate
    upper lower title capitalize swapcase center ljust rjust zfill expandtabs isalpha isalnum
    isdigit islower isupper isspace istitle isascii tobytes tolist tounicode buffer_info
    closed isatty readable writable seekable fileno cast toreadonly getstate group groups
    groupdict expand span""".split()
)
#: Methods that look at what the object holds, too.
DEEP_READERS: Final = frozenset(
    """__repr__ __str__ __eq__ __ne__ __format__ __lt__ __le__ __gt__ __ge__ index count
    __contains__ __hash__ isdisjoint remove""".split()
)
#: Methods whose arguments are iterated over, or compared item by item.
ITERATES: Final = frozenset(
    """extend extendleft update union intersection difference symmetric_difference isdisjoint
    issubset issuperset intersection_update difference_update symmetric_difference_update
    __ior__ __iadd__ __add__ join fromlist frombytes __eq__ __ne__ __lt__ __le__ __gt__
    __ge__ __setitem__ __init__ remove index count __contains__ translate fromkeys""".split()
)

#: Functions and methods that may warn: from what of the interpreter and its modules of C
#: calls `PyErr_WarnEx` and its kin.  `_warnings` itself is told by its functions.
WARNING: Final = frozenset(
    """open compile eval exec decode escape_decode unicode_escape_decode throw __reduce__
    __reduce_ex__ __copy__ __deepcopy__ __setstate__ inv invert __invert__ __bool__
    utcfromtimestamp format __format__""".split()
)

# ------------------------------------------------------------- functions


class Touches(NamedTuple):
    """What calling a function of C touches.

    `arguments` is "" (nothing of them), "themselves", "contents" (all that they
    hold too) or "written" (the same, and they are changed); `beside` is ""
    or what belongs to none of them: "looks" or "changes" for the state of the
    function's module, "system looks" or "system changes" for the process,
    "anything"; `refused` says why such a call cannot be explored.  `unseen`: what
    it changes is also looked at by what records nothing of it.
    """

    arguments: str = ""
    beside: str = ""
    refused: str = ""
    unseen: bool = False


NOTHING: Final = Touches()
ITSELF: Final = Touches("themselves")
READS: Final = Touches("contents")
WRITES: Final = Touches("written")
LOOKS: Final = Touches("themselves", "looks")
CHANGES: Final = Touches("written", "changes")
SETS: Final = Touches("written", "changes", unseen=True)
SYSTEM: Final = Touches("written", "system changes")
SYSTEM_LOOKS: Final = Touches("themselves", "system looks")
ANYTHING: Final = Touches("written", "anything")


def _no(reason: str) -> Touches:
    return Touches(refused=reason)


_PROCESS: Final = _no("starts a process")
_SIGNAL: Final = _no("sends a signal")
_WAITS: Final = _no("waits for a process")
_NETWORK: Final = _no("waits in the network")
_LOOP: Final = _no("runs an event loop (asyncio)")
_INTERPRETER: Final = _no("starts an interpreter")
_INTO_C: Final = _no("calls into C")
_DATABASE: Final = _no("shares a database, which is written in C")
_WINDOW: Final = _no("opens a window")
_TERMINAL: Final = _no("controls the terminal")
_TRACES: Final = _no("watches its own execution")

#: By module of C: what its functions touch; "*" for those that are not named.
MODULES: Final[dict[str, dict[Touches, str]]] = {
    "builtins": {
        NOTHING: """callable id isinstance issubclass hasattr getattr globals locals
            __build_class__ __import__ __lazy_import__ exec eval setattr delattr vars dir
            next anext iter aiter""",
        ITSELF: "abs bin chr compile divmod hex len oct ord pow round",
        READS: "all any ascii format hash max min print repr sorted sum",
        _no("needs standard input"): "input breakpoint",
    },
    "_abc": {
        LOOKS: "_abc_instancecheck _abc_subclasscheck get_cache_token _get_dump",
        NOTHING: "_abc_init",
        ANYTHING: "_abc_register",
        CHANGES: "*",
    },
    "_ast": {READS: "*"},
    "_bisect": {READS: "bisect bisect_left bisect_right", WRITES: "*"},
    "_heapq": {WRITES: "*"},
    "_codecs": {
        LOOKS: "lookup lookup_error _forget_codec",
        SETS: "register unregister register_error _unregister_error",
        READS: "*",
    },
    "_collections": {WRITES: "_count_elements", CHANGES: "*"},
    "_contextvars": {NOTHING: "copy_context"},
    "_csv": {
        LOOKS: "get_dialect list_dialects reader writer",
        SETS: "field_size_limit",
        CHANGES: "*",
    },
    "_functools": {NOTHING: "cmp_to_key", WRITES: "reduce"},
    "itertools": {ITSELF: "tee", CHANGES: "*"},
    "_imp": {CHANGES: "*"},
    "_io": {SYSTEM: "*", NOTHING: "text_encoding"},
    "_json": {READS: "*"},
    "_locale": {
        Touches("contents", "system looks"): "*",
        Touches("written", "system changes", unseen=True): "setlocale",
        SYSTEM: "bindtextdomain textdomain bind_textdomain_codeset",
    },
    "_opcode": {READS: "*"},
    "_opcode_metadata": {READS: "*"},
    "_operator": {
        WRITES: "setitem delitem iadd iand iconcat imul ior isub ixor call",
        READS: "*",
    },
    "_pickle": {ANYTHING: "*"},
    "_random": {CHANGES: "*"},
    "_sre": {READS: "*"},
    "_stat": {READS: "*"},
    "_statistics": {READS: "*"},
    "_string": {READS: "*"},
    "_struct": {
        READS: "calcsize pack unpack unpack_from iter_unpack",
        WRITES: "*",
    },
    "_suggestions": {READS: "*"},
    "_symtable": {READS: "*"},
    "_sysconfig": {READS: "*"},
    "_tokenize": {READS: "*"},
    "_tracemalloc": {LOOKS: "is_tracing get_traceback_limit", CHANGES: "*"},
    "_types": {READS: "*"},
    "_typing": {READS: "*"},
    "_uuid": {SYSTEM: "*"},
    "_warnings": {CHANGES: "*"},
    "_weakref": {NOTHING: "ref proxy getweakrefcount getweakrefs", CHANGES: "*"},
    "_datetime": {READS: "*"},
    "_decimal": {NOTHING: "getcontext localcontext", CHANGES: "*"},
    "_zoneinfo": {CHANGES: "*"},
    "_elementtree": {CHANGES: "*"},
    "pyexpat": {CHANGES: "*"},
    "_hashlib": {READS: "*"},
    "_hmac": {READS: "*"},
    "_blake2": {READS: "*"},
    "_md5": {READS: "*"},
    "_sha1": {READS: "*"},
    "_sha2": {READS: "*"},
    "_sha3": {READS: "*"},
    "zlib": {READS: "*"},
    "_bz2": {READS: "*"},
    "_lzma": {READS: "*"},
    "_zstd": {READS: "*"},
    "array": {CHANGES: "*"},
    "binascii": {READS: "*"},
    "cmath": {READS: "*"},
    "math": {READS: "*"},
    "_math_integer": {READS: "*"},
    "math.integer": {READS: "*"},
    "marshal": {READS: "dumps loads", SYSTEM: "*"},
    "unicodedata": {READS: "*"},
    "_multibytecodec": {READS: "*"},
    "_codecs_cn": {READS: "*"},
    "_codecs_hk": {READS: "*"},
    "_codecs_iso2022": {READS: "*"},
    "_codecs_jp": {READS: "*"},
    "_codecs_kr": {READS: "*"},
    "_codecs_tw": {READS: "*"},
    "errno": {READS: "*"},
    "pwd": {SYSTEM_LOOKS: "*"},
    "grp": {SYSTEM_LOOKS: "*"},
    "spwd": {SYSTEM_LOOKS: "*"},
    "fcntl": {SYSTEM: "*"},
    "resource": {SYSTEM_LOOKS: "getrlimit getrusage getpagesize", SYSTEM: "*"},
    "syslog": {_no("writes to the system's log"): "*"},
    "mmap": {SYSTEM: "*"},
    "readline": {_TERMINAL: "*"},
    "termios": {_TERMINAL: "*"},
    "_curses": {_TERMINAL: "*"},
    "_curses_panel": {_TERMINAL: "*"},
    "_dbm": {_DATABASE: "*"},
    "_gdbm": {_DATABASE: "*"},
    "_sqlite3": {_DATABASE: "*"},
    "_socket": {
        READS: "ntohs ntohl htons htonl inet_aton inet_ntoa inet_pton inet_ntop CMSG_LEN CMSG_SPACE",
        LOOKS: "getdefaulttimeout",
        _NETWORK: "*",
    },
    "_ssl": {_NETWORK: "*"},
    "select": {_no("waits in the operating system"): "*"},
    "_ctypes": {_INTO_C: "*"},
    "_tkinter": {_WINDOW: "*"},
    "_posixsubprocess": {_PROCESS: "*"},
    "_multiprocessing": {_PROCESS: "*"},
    "_posixshmem": {_PROCESS: "*"},
    "_asyncio": {_LOOP: "*"},
    "_interpreters": {_INTERPRETER: "*"},
    "_interpchannels": {_INTERPRETER: "*"},
    "_interpqueues": {_INTERPRETER: "*"},
    "_lsprof": {_TRACES: "*"},
    "_remote_debugging": {_TRACES: "*"},
    "faulthandler": {_no("handles signals"): "*"},
    "_signal": {
        SYSTEM_LOOKS: """getsignal getitimer siginterrupt strsignal valid_signals
            default_int_handler""",
        _no("waits for or sends signals"): "*",
    },
    # Simulated: what comes here is used by code that the world does not run.
    "_thread": {CHANGES: "*"},
    "_queue": {CHANGES: "*"},
    "time": {
        _no("sets a clock or the time zone"): "tzset clock_settime clock_settime_ns",
        CHANGES: "*",
    },
    "atexit": {CHANGES: "*"},
    "gc": {
        LOOKS: """isenabled get_threshold get_debug get_count get_stats is_tracked
            is_finalized get_freeze_count""",
        ANYTHING: "get_objects get_referrers get_referents",
        CHANGES: "*",
    },
    "sys": {
        NOTHING: """exc_info exception intern getrefcount _getframe _getframemodulename exit
            is_finalizing is_stack_trampoline_active _is_interned is_remote_debug_enabled
            _is_immortal _get_cpu_count_config _is_gil_enabled""",
        READS: "getsizeof",
        LOOKS: """getrecursionlimit getswitchinterval getdefaultencoding getfilesystemencoding
            getfilesystemencodeerrors get_int_max_str_digits getallocatedblocks
            getunicodeinternedsize get_asyncgen_hooks get_coroutine_origin_tracking_depth
            getdlopenflags gettrace getprofile""",
        ANYTHING: """_current_frames _current_exceptions call_tracing displayhook
            excepthook unraisablehook breakpointhook""",
        SETS: "set_int_max_str_digits setrecursionlimit",
        _no("installs an audit hook"): "addaudithook",
        _TRACES: "settrace setprofile _settraceallthreads _setprofileallthreads remote_exec",
        CHANGES: "*",
    },
    "sys.monitoring": {_TRACES: "*"},
    "posix": {
        SYSTEM_LOOKS: """access confstr cpu_count ctermid device_encoding fpathconf fstat
            fstatvfs get_blocking get_inheritable get_terminal_size getcwd getcwdb getegid geteuid
            getgid getgrouplist getgroups getloadavg getlogin getpgid getpgrp getpid getppid
            getpriority getrandom getresgid getresuid getsid getuid getxattr isatty listdir
            listdrives listxattr lstat major makedev minor pathconf readlink sched_getaffinity
            sched_get_priority_max sched_get_priority_min sched_getparam sched_getscheduler
            scandir stat statvfs statx strerror sysconf tcgetpgrp times ttyname uname urandom
            umask_get WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED
            WSTOPSIG WTERMSIG waitstatus_to_exitcode _path_normpath _path_splitroot
            _path_splitroot_ex _path_isdir _path_isfile _path_islink _path_exists
            _path_lexists _path_isdevdrive _path_isjunction _is_inputhook_installed
            _inputhook _supports_virtual_terminal_processing _cpu_count grantpt ptsname""",
        ITSELF: "fspath",
        _no("calls os._exit"): "_exit",
        _no("forks"): "fork fork1 forkpty register_at_fork",
        _PROCESS: "system posix_spawn posix_spawnp",
        _SIGNAL: "kill killpg pidfd_open",
        _no("calls os.abort"): "abort",
        _no("replaces the process"): "execv execve",
        _no("reads from a file descriptor"): "read readv pread preadv",
        _WAITS: "wait wait3 wait4 waitid waitpid",
        SYSTEM: "*",
    },
}  # fmt: skip


def touches(module: str, name: str) -> Touches:
    """What the function `name` of the C module `module` touches."""
    entry = _functions.get(module)
    if entry is None:
        return ANYTHING
    found = entry.get(name)
    return entry.get("*", ANYTHING) if found is None else found


_functions: Final[dict[str, dict[str, Touches]]] = {
    module: {name: what for what, names in entry.items() for name in names.split()}
    for module, entry in MODULES.items()
}


def module_of(function: Any) -> str:
    """The C module that `function` belongs to."""
    owner = function.__self__
    if type(owner) is types.ModuleType:
        return owner.__name__
    return function.__module__ or ""


def to_write(args: list[Any]) -> bool:
    """Whether an `open` with these arguments, not that of `os`, may change the file."""
    return any(
        issubclass(type(mode), str) and bool(set(mode) & set("wax+")) and len(mode) <= 4
        for mode in args[1:]
    )
