"""The world: private modules, virtual time, nothing left behind."""

import builtins
import contextlib
import io
import random
import re
import subprocess
import sys
import threading
import time

import pytest

from scheduler import Unexplorable, explore
from tests.scheduler import oracle
from tests.scheduler.conftest import TEXTBOOK


def only_output(text, program, **options):
    exploration = explore(program(text), **options)
    assert exploration.complete
    (outcome,) = exploration.outcomes
    return outcome.output


def test_nothing_is_patched_and_no_thread_is_left():
    before = (
        dict(sys.modules), vars(threading).copy(), vars(time).copy(), builtins.__import__,
        sys.stdout, threading.active_count(),
    )  # fmt: skip
    explore(TEXTBOOK / "counter.py")
    after_modules = {name: sys.modules[name] for name in before[0]}
    assert after_modules == before[0]
    assert vars(threading) == before[1]
    assert vars(time) == before[2]
    assert builtins.__import__ is before[3]
    assert sys.stdout is before[4]
    assert threading.active_count() == before[5]
    assert all(sys.monitoring.get_tool(at) != "scheduler" for at in range(6))


def test_two_explorations_at_once_do_not_disturb_each_other():
    alone = {
        p.name: explore(p).as_json()["outcomes"]
        for p in (TEXTBOOK / "counter_broken.py", TEXTBOOK / "two_locks_broken.py")
    }
    found = {}

    def work(path):
        found[path.name] = explore(path).as_json()["outcomes"]

    threads = [threading.Thread(target=work, args=(TEXTBOOK / name,)) for name in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == alone


def test_time_is_virtual(program):
    text = """
import threading, time
start = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(3600,)) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(round(time.monotonic() - start))
"""
    assert only_output(text, program) == "3600\n"


def test_random_numbers_are_the_same_in_each_run(program):
    path = program("import random\nprint(random.random(), random.Random().random())\n")
    outputs = explore(path).outputs
    assert len(outputs) == 1
    assert explore(path).outputs == outputs


def test_modules_beside_the_program_have_stops_too(program):
    program("n = 0\n\ndef add():\n    global n\n    n += 1\n", "helper.py")
    text = """
import threading, helper
threads = [threading.Thread(target=helper.add) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(helper.n)
"""
    assert explore(program(text)).outputs == {"1\n", "2\n"}


@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("import logging", "logging.getLogger(__name__).setLevel(10)"),
        ("from concurrent.futures import _base", "_base.LOGGER.setLevel(10)"),
        ("from concurrent.futures import _base", "_base.LOGGER.error('written')"),
    ],
)
def test_loggers_begin_anew_in_every_run(first, then, reduction, program):
    logger = "_base.LOGGER" if "_base" in first else "logging.getLogger(__name__)"
    text = f"""
import threading
{first}
print({logger}.level, len({logger}._cache))
threads = [threading.Thread(target=print) for _ in range(2)]
for t in threads: t.start()
{then}
"""
    found = explore(program(text), reduction=reduction, limit=30)
    assert found.interleavings > 1
    assert found.outputs == {"0 0\n\n\n"}


CASES = {
    "names": (
        "import threading\nt = threading.Thread(target=print)\nprint(t.name)\n",
        "Thread-1 (print)\n",
    ),
    "main": (
        "import threading\nprint(threading.current_thread().name, threading.active_count())\n",
        "MainThread 1\n",
    ),
    "logging": (
        "import logging, sys, threading\n"
        "logging.basicConfig(stream=sys.stdout, format='%(threadName)s %(message)s', level=20)\n"
        "t = threading.Thread(target=logging.info, args=('hi',), name='T')\nt.start()\nt.join()\n",
        "T hi\n",
    ),
    "contextvars": (
        "import contextvars, threading\nv = contextvars.ContextVar('v', default=0)\nv.set(1)\n"
        "def f():\n    print(v.get())\n    v.set(2)\nt = threading.Thread(target=f)\nt.start()\nt.join()\nprint(v.get())\n",
        "0\n1\n",
    ),
    "sched": (
        "import sched\ns = sched.scheduler()\ns.enter(2, 1, print, ('b',))\ns.enter(1, 1, print, ('a',))\ns.run()\n",
        "a\nb\n",
    ),
    "shutdown": (
        "import queue\nq = queue.Queue()\nq.put(1)\nq.shutdown()\nprint(q.get())\n"
        "try:\n    q.get()\nexcept queue.ShutDown:\n    print('shut')\n",
        "1\nshut\n",
    ),
    "excepthook": (
        "import threading\nthreading.excepthook = lambda args: print('hook', args.exc_value)\n"
        "def f():\n    raise ValueError('x')\nt = threading.Thread(target=f)\nt.start()\nt.join()\n",
        "hook x\n",
    ),
    "subclass": (
        "import threading\nclass T(threading.Thread):\n    def run(self):\n        print('ran')\n"
        "t = T()\nt.start()\nt.join()\n",
        "ran\n",
    ),
    "atexit": (
        "import atexit\natexit.register(print, 'bye')\nprint('hi')\n",
        "hi\nbye\n",
    ),
    "dataclass": (
        "import threading\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 0\n"
        "p = P()\nprint(p, p == P())\n",
        "P(x=0) True\n",
    ),
    "pool": (
        "from concurrent.futures import ThreadPoolExecutor, as_completed\n"
        "with ThreadPoolExecutor(1) as p:\n    fs = [p.submit(pow, n, 2) for n in range(2)]\n"
        "    print(sorted(f.result() for f in as_completed(fs)))\n",
        "[0, 1]\n",
    ),
    "bounded": (
        "import threading\ns = threading.BoundedSemaphore()\ntry:\n    s.release()\n"
        "except ValueError as e:\n    print(e)\n",
        "Semaphore released too many times\n",
    ),
    "rlock": (
        "import threading\nl = threading.RLock()\nwith l:\n    with l:\n        print('twice')\n",
        "twice\n",
    ),
    "timeout": (
        "import threading\nl = threading.Lock()\nl.acquire()\nprint(l.acquire(timeout=5))\n",
        "False\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_standard_library_works(name, program):
    text, expected = CASES[name]
    assert only_output(text, program) == expected


@pytest.mark.parametrize(
    ("module", "use", "reason"),
    [
        ("multiprocessing", "Process(target=print)", "starts a process (line 2)"),
        ("multiprocessing", "Pool(2)", "starts a process (line 2)"),
        ("multiprocessing.pool", "ThreadPool(2)", "starts processes, or threads that"),
        ("multiprocessing.dummy", "Pool(2)", "starts threads that are not simulated"),
    ],
)
def test_what_starts_what_is_not_simulated_is_refused(program, module, use, reason):
    text = f"import {module}\n{module}.{use}\n"
    said = re.escape(f"{use.partition('(')[0]}: {reason}")
    with pytest.raises(Unexplorable, match=said):
        explore(program(text))


def test_a_stubborn_thread_is_ended(program):
    text = """
import threading
def stubborn():
    while True:
        try:
            threading.Event().wait()
        except BaseException:
            pass
t = threading.Thread(target=stubborn)
t.start()
t.join()
"""
    before = threading.active_count()
    (outcome,) = explore(program(text)).outcomes
    assert outcome.kind == "deadlock"
    assert threading.active_count() == before


def test_a_semaphore_made_anew_while_another_thread_looks(program):
    """Only the first writes of an `__init__` race with nobody."""
    path = program(
        "import threading\n"
        "slots = threading.Semaphore(1)\n"
        "def anew():\n"
        "    slots.__init__(5)\n"
        "thread = threading.Thread(target=anew)\n"
        "thread.start()\n"
        "seen = slots._value\n"
        "thread.join()\n"
        "print(seen)\n"
    )
    assert explore(path).outputs == {"1\n", "5\n"}


def test_who_polls_a_lock_until_a_deadline_reaches_it(program):
    text = (
        "import threading, time\n"
        "lock = threading.Lock()\n"
        "lock.acquire()\n"
        "deadline = time.monotonic()\n"
        "while time.monotonic() <= deadline:\n"
        "    lock.acquire(blocking=False)\n"
        "print('gave up')\n"
    )
    assert only_output(text, program) == "gave up\n"


def test_two_threads_may_both_miss_a_cache(program):
    text = (
        "import functools, threading\n"
        "calls = []\n"
        "@functools.cache\n"
        "def load(name):\n"
        "    calls.append(name)\n"
        "    return name\n"
        "threads = [threading.Thread(target=load, args=('a',)) for _ in range(2)]\n"
        "for thread in threads:\n"
        "    thread.start()\n"
        "for thread in threads:\n"
        "    thread.join()\n"
        "print(len(calls), load.__name__, load.cache_info().currsize)\n"
    )
    found = explore(program(text))
    assert found.complete
    assert found.outputs == {"1 load 1\n", "2 load 1\n"}


def calls_of_a_cache(seed):
    """A program that calls a cache and clears it, at random."""
    chosen = random.Random(seed)
    values = ["1", "1.0", "True", "'1'", "(1,)", "2", "3", "4", "n=1", "n=1.0"]
    size = chosen.choice([None, -1, 0, 1, 2, 3, 128])
    lines = [
        "import functools",
        "made = []",
        f"@functools.lru_cache({size}, typed={chosen.random() < 0.3})",
        "def f(n):",
        "    made.append(n)",
        "    return n if type(n) is not int or n < 3 else (n, f(n - 1))",
    ]
    for _ in range(40):
        value = chosen.choice(values)
        lines.append(
            "f.cache_clear()" if chosen.random() < 0.05 else f"print(f({value}))"
        )
    return "\n".join([*lines, "print(made, f.cache_info(), f.cache_parameters())"])


@pytest.mark.parametrize("seed", range(20))
def test_a_cache_does_as_the_one_of_c(seed, program):
    text = calls_of_a_cache(seed)
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        exec(text, {"__name__": "__main__"})
    assert only_output(text, program) == heard.getvalue()


KEPT_FIRST = """
import functools, threading
inside, go = threading.Event(), threading.Event()
@functools.lru_cache(maxsize={})
def load(key):
    if threading.current_thread() is threading.main_thread():
        return "early"
    inside.set()
    go.wait()
    return "late"
t = threading.Thread(target=load, args=("k",))
t.start()
inside.wait()
load("k")
go.set()
t.join()
print(load("k"))
"""


@pytest.mark.parametrize(("size", "kept"), [(128, "early"), (None, "late")])
def test_which_of_two_results_a_cache_keeps(size, kept, program):
    assert only_output(KEPT_FIRST.format(size), program) == f"{kept}\n"


@pytest.mark.parametrize("size", [None, 2])
def test_a_cache_is_cleared_in_one_step(size, program):
    text = (
        f"import functools, threading\n@functools.lru_cache({size})\ndef f(n): return n\n"
        "f(1)\nt = threading.Thread(target=f, args=(1,))\nt.start()\nf.cache_clear()\n"
        "t.join()\nprint(*f.cache_info())\n"
    )
    found = explore(program(text))
    assert found.complete
    assert found.outputs == {f"0 0 {size} 0\n", f"0 1 {size} 1\n"}


SHAPE_OF_A_CACHE = """
import copy, functools, inspect, pickle, weakref
class C:
    @functools.lru_cache
    def method(self, n):
        "Doubles."
        return n * 2
@functools.lru_cache(4)
def f(n: int) -> int:
    return n
f.note = 1
print(*sorted(vars(f)), type(f).__name__, type(f).__module__, sorted(f.__getstate__()))
print(type(f) is functools._lru_cache_wrapper, isinstance(C.method, type(f)))
print(inspect.isfunction(f), inspect.isroutine(f), callable(f), inspect.signature(f))
print(copy.copy(f) is f, copy.deepcopy(f) is f, f.__reduce__(), C.method.__reduce__())
print(weakref.ref(f)() is f, repr(f).partition(" at ")[0], f.__wrapped__.__name__)
c = C()
print(c.method(2), C.method(c, 2), C.method.__doc__, C.method.cache_info())
print(type(c.method).__name__, c.method.__self__ is c, c.method.__name__)
f.__dict__ = {"n": 2}
print(f.n, hasattr(f, "note"), f(3), f.cache_info())
for text in ("f.results", "f()", "f(n=1, m=2)", "f([])", "f.cache_info(1)"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, type(error).__name__)
"""


def test_a_cache_has_the_attributes_of_the_one_of_c(program):
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        exec(SHAPE_OF_A_CACHE, {"__name__": "__main__"})
    assert only_output(SHAPE_OF_A_CACHE, program) == heard.getvalue()


def test_a_cache_asks_once_for_a_hash(program):
    text = (
        "import functools\nclass K:\n    def __hash__(self):\n        print('hash')\n"
        "        return 1\n@functools.lru_cache\ndef f(n): return n\nf(K())\n"
        "try: functools.lru_cache('x')\nexcept TypeError as error: print(error)\n"
    )
    expected = "hash\nExpected first argument to be an integer, a callable, or None\n"
    assert only_output(text, program) == expected


def test_the_process_has_the_same_number_in_every_run(program):
    text = "import os\nprint(os.getpid() == os.getpid(), os.getpid())\n"
    assert only_output(text, program) == "True 4711\n"


def test_what_is_left_of_a_run_says_nothing(program, capfd):
    path = program(
        """
import contextlib
import threading

lock = threading.Lock()
stop = threading.Event()

@contextlib.contextmanager
def held():
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
        raise RuntimeError("the end of a generator")

def wait():
    with held():
        stop.wait()

threading.Thread(target=wait).start()
"""
    )
    (outcome,) = explore(path).outcomes
    assert outcome.kind == "deadlock"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "call",
    ["threading.current_thread()._delete()", "threading.Thread()._bootstrap()"],
)
def test_what_threading_does_inside_may_be_called_by_hand(call, program):
    """As in CPython: the thread is the one that dies of it."""
    path = program(
        "import threading\n"
        "def work():\n"
        f"    {call}\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start()\n"
        "thread.join()\n"
        "print('done')\n"
    )
    (found,) = explore(path).outcomes
    assert (found.kind, found.output) == ("exception", "done\n")
    assert {(error.thread, error.type) for error in found.errors} == {(2, "KeyError")}


def test_a_thread_that_never_begins_is_refused(program):
    """CPython's `start` would wait for it for ever."""
    path = program(
        "import threading\n"
        "class Never(threading.Thread):\n"
        "    def _bootstrap_inner(self):\n"
        "        raise ValueError\n"
        "Never().start()\n"
    )
    with pytest.raises(Unexplorable, match="fails before it has begun"):
        explore(path)


def test_a_primitive_cannot_be_pickled_or_copied(program):
    text = """
import copy, pickle, queue, threading, _thread

class Mine(threading.local):
    pass

for made in (threading.Lock, threading.RLock, queue.SimpleQueue, threading.local,
             _thread._ThreadHandle, Mine):
    for use in (pickle.dumps, copy.copy, copy.deepcopy):
        try:
            use(made())
        except Exception as error:
            print(type(error).__name__, error)
"""
    (outcome,) = explore(program(text)).outcomes
    assert outcome.output == oracle.plain(text, seconds=60)


@pytest.mark.parametrize("name", ["textwrap", "json", "logging", "queue"])
def test_a_module_of_the_library_that_is_imported_again_is_not_a_new_one(name, program):
    text = f"import sys, {name}\nfirst = {name}\n{{}}\nimport {name}\nprint({name} is first)"
    again = explore(program(text.format(f"sys.modules.pop('{name}')")))
    assert again.reason.startswith(f"line 4 imports {name} again")
    assert explore(program(text.format(f"sys.modules['{name}']"))).complete


@pytest.mark.parametrize("name", ["process_time", "thread_time"])
@pytest.mark.parametrize(
    "ask",
    ["time.{}()", "time.{}_ns() / 1e9", "time.clock_gettime(time.CLOCK_{}_CPUTIME_ID)"],
)
def test_who_sleeps_does_not_use_the_processor(program, ask, name):
    # Plain Python sleeps for real: none of that is processor time, however long it is.
    ask = ask.format(name.upper().removesuffix("_TIME") if "CLOCK" in ask else name)
    text = (
        f"import time\nbefore = {ask}\ntime.sleep(0.2)\nprint({ask} - before < 0.1)\n"
    )
    found = explore(program(text))
    assert found.outputs == {oracle.plain(text)} == {"True\n"}
    assert "how busy the processor was" in found.unsettled


#: Each says of a timeout that C can't wait for why not, as this version of Python does.
TIMEOUTS = """import queue, threading

def said(wait):
    try:
        print(wait(timeout))
    except OverflowError as error:
        print("OverflowError, in words of the version's")
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

held = threading.Lock()
held.acquire()
filled = queue.SimpleQueue()
ended = threading.Thread(target=int)
ended.start()
ended.join()
for timeout in ({}):
    filled.put(1)
    said(lambda wait: threading.Lock().acquire(timeout=wait))
    said(lambda wait: threading.RLock().acquire(timeout=wait))
    said(lambda wait: filled.get(timeout=wait))
    said(ended.join)
    said(lambda wait: held.acquire(timeout=wait))
"""


@pytest.mark.parametrize(
    "timeout", ["1e20", "10**20", "float('inf')", "float('nan')", "'a'", "-2", "-0.5"]
)
def test_of_a_timeout_the_same_is_said(program, timeout):
    text = TIMEOUTS.replace("{}", f"{timeout},")
    expected = oracle.plain(text)
    assert expected.count("Error") >= 3
    assert explore(program(text)).outputs == {expected}


TRIES = """import _thread, queue, threading, time
from fractions import Fraction

def tries(call):
    try:
        print(call())
    except AttributeError as error:
        print("AttributeError")  # in words of the interpreter's
    except Exception as error:
        print(type(error).__name__, error)

made = threading.Lock(), threading.RLock(), queue.SimpleQueue()
class Has:
    ident, native, size, count = (
        threading.get_ident, threading.get_native_id, threading.stack_size,
        _thread._count,
    )
class Again(type(made[1])): pass
class Line(queue.SimpleQueue): pass
class Own(threading.local):
    def __init__(self):
        begun.append(1)
        self.a = 1
        if len(begun) in (2, 3):
            raise ValueError("not yet")
begun = []
own = Own()
def touches():
    for _ in range(3):
        tries(lambda: own.a)
    print(len(begun))
def touched():
    other = threading.Thread(target=touches)
    other.start()
    other.join()
def hooked(error):
    threading.excepthook(threading.ExceptHookArgs((type(error), error, None, None)))
"""


@pytest.mark.parametrize(
    "call",
    [
        "hasattr(made[1], 'locked'), hasattr(_thread, 'set_name')",
        "[setattr(one, 'x', 1) for one in made]",
        "setattr(made[0], 'acquire', 1)",
        "setattr(Again(), 'x', 1)",
        "setattr(Line(), 'x', 1)",
        "type(Has().ident()), type(Has().native()), Has().size(), Has().count()",
        "time.sleep(Fraction(0))",
        "threading.stack_size(2**70)",
        "threading.stack_size('a')",
        "_thread.start_joinable_thread(1)",
        "hooked(ValueError('asked'))",
        "threading.excepthook(1)",
        "queue.SimpleQueue[int]",
        "touched()",
    ],
)
def test_what_is_simulated_takes_and_refuses_what_that_of_c_does(program, call):
    path = program(f"{TRIES}\ntries(lambda: ({call}))\n")
    plain = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True
    )
    (outcome,) = explore(path).outcomes
    assert (outcome.kind, outcome.output) == ("finished", plain.stdout)


def test_who_comes_between_while_a_thread_local_begins_leaves_nothing_in_it(program):
    found = explore(
        program(
            "import threading\nseen, told = [], []\n"
            "class Own(threading.local):\n"
            "    def __init__(self):\n"
            "        self.a = 1\n        seen.append(1)\n        self.b = 2\n"
            "own = Own()\n"
            "def touches(n):\n    own.c = n\n    told.append((own.a, own.b, own.c == n))\n"
            "some = [threading.Thread(target=touches, args=(n,)) for n in (1, 2)]\n"
            "for one in some: one.start()\nfor one in some: one.join()\nprint(told)"
        )
    )
    assert found.complete
    assert found.outputs == {"[(1, 2, True), (1, 2, True)]\n"}
    assert {outcome.kind for outcome in found.outcomes} == {"finished"}
