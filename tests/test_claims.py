"""What pages say of calls that no program of theirs shows, on each CPython found."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tools import interpreters

ROOT = Path(__file__).parent.parent


@pytest.fixture(params=interpreters.found(), ids=str)
def interpreter(request: pytest.FixtureRequest) -> interpreters.Interpreter:
    return request.param


def run(
    interpreter: interpreters.Interpreter, program: str, status: int = 0
) -> tuple[str, str]:
    """What a program that ends with a status says to its two streams."""
    done = subprocess.run(
        [interpreter.path, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stdout, done.stderr


TIMEOUTS = """
import concurrent.futures, os, queue, threading
from threading import Thread
nan = float("nan")
theirs = threading.RLock()
theirs.acquire()
ended = Thread(target=int)
ended.start()
ended.join()
def made(made, *todo):
    for name, *given in todo:
        getattr(made, name)(*given)
    return made
def say(call, seconds):
    became = []
    def become():
        try:
            became.append(call())
        except Exception as error:
            became.append(type(error).__name__)
    thread = Thread(target=become, daemon=True)
    thread.start()
    thread.join(seconds)
    print(*became or ["waits"], flush=True)
"""

#: By what each does with NaN where it need not wait.
AT_ONCE = {
    "raises": (
        "threading.Lock().acquire(timeout=nan)",
        "threading.RLock().acquire(timeout=nan)",
        "made(queue.SimpleQueue(), ('put', 1)).get(timeout=nan)",
    ),
    "returns": (
        "threading.Semaphore().acquire(timeout=nan)",
        "made(threading.Event(), ('set',)).wait(nan)",
        "made(queue.Queue(), ('put', 1)).get(timeout=nan)",
        "made(concurrent.futures.Future(), ('set_result', 1)).result(nan)",
    ),
}
#: And where it has to.
WAITS = {
    "Condition.wait": "made(threading.Condition(), ('acquire',)).wait(nan)",
    "Condition.wait_for": (
        "made(threading.Condition(), ('acquire',)).wait_for(lambda: False, nan)"
    ),
    "Event.wait": "threading.Event().wait(nan)",
    "concurrent.futures.wait": (
        "len(concurrent.futures.wait([concurrent.futures.Future()], nan)[1])"
    ),
    "Future.result": "concurrent.futures.Future().result(nan)",
    "Semaphore.acquire": "threading.Semaphore(0).acquire(timeout=nan)",
    "Barrier.wait": "threading.Barrier(2).wait(nan)",
    "Queue.get": "queue.Queue().get(timeout=nan)",
    "as_completed": (
        "next(concurrent.futures.as_completed([concurrent.futures.Future()], nan))"
    ),
    "Lock.acquire": "made(threading.Lock(), ('acquire',)).acquire(timeout=nan)",
    "RLock.acquire": "theirs.acquire(timeout=nan)",
    "Thread.join": (
        "made(Thread(target=threading.Event().wait, daemon=True), ('start',)).join(nan)"
    ),
    "SimpleQueue.get": "queue.SimpleQueue().get(timeout=nan)",
}
#: What the page says of them.
SAID = {
    "return `False` at once": "False",
    "returns at once, with the future in its second set": "1",
    "raises `TimeoutError` at once": "TimeoutError",
    "didn't return": "waits",
    "raise `ValueError`": "ValueError",
}


def does(
    interpreter: interpreters.Interpreter, calls: Iterable[str], seconds: float = 20
) -> list[str]:
    """What becomes of each call: the name of an error, or what it returns."""
    tries = (f"say(lambda: {call}, {seconds})" for call in calls)
    return run(interpreter, "\n".join((TIMEOUTS, *tries, "os._exit(0)")))[0].split()


def test_a_timeout_that_is_nan(interpreter: interpreters.Interpreter) -> None:
    assert set(does(interpreter, AT_ONCE["raises"])) == {"ValueError"}
    assert "ValueError" not in does(interpreter, AT_ONCE["returns"])
    joined = "ValueError" if interpreter.minor >= (3, 13) else "None"
    assert does(interpreter, ["ended.join(nan)"]) == [joined]
    page = (ROOT / "docs/how-to/time-out.md").read_text("utf-8")
    told = page.split("## A timeout that is not a number")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in told.splitlines() if row[:1] == "|"]
    said = {
        name: SAID[cell]
        for names, cell in rows[2:]
        for name in re.findall("`(.*?)`", names)
    }
    assert set(said) == set(WAITS)
    told = re.split(r"From\s\[", told)[1].split("]")[0]
    mended = any(
        interpreter.minor == interpreters.parse(minor)
        and interpreter.version[2] >= int(micro)
        for minor, micro in re.findall(r"(3\.\d+)\.(\d+)", told)
    ) or interpreter.minor > (3, 15)
    expected = dict.fromkeys(WAITS, "ValueError") if mended else said
    # Who still waits after half a second needs no more: slowness makes nobody return.
    for waits, seconds in ((False, 20), (True, 0.5)):
        names = [name for name in WAITS if (expected[name] == "waits") is waits]
        found = does(interpreter, map(WAITS.__getitem__, names), seconds)
        assert dict(zip(names, found, strict=True)) == {n: expected[n] for n in names}


#: What isn't threading's own.
STARTED = """
import _thread, threading
got, go, done = [], _thread.allocate_lock(), _thread.allocate_lock()
go.acquire()
done.acquire()
def work():
    got.append(threading.current_thread())
    done.release()
    go.acquire()
_thread.start_new_thread(work, ())
done.acquire()
try:
    got[0].join()
except (AssertionError, RuntimeError) as error:
    print(type(error).__name__)
other = threading.Thread(target=lambda: print(threading.main_thread().join(0)))
other.start()
other.join()
"""


def test_a_join_of_what_threading_did_not_start(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, STARTED)
    raised = "RuntimeError" if interpreter.minor >= (3, 13) else "AssertionError"
    assert said.split() == [raised, "None"]


#: Ctrl-C is pressed once the main thread is at the call that waits for this one's end.
PRESSED = r"""
import linecache, os, re, signal, sys, threading
main = threading.main_thread().ident
WAITS = re.compile(r"_thread_shutdown\(\)|lock\.acquire\(|handle\.join\(")
def within(frame):
    return frame and (frame.f_code.co_name == "_shutdown" or within(frame.f_back))
def press():
    while True:
        frame = sys._current_frames()[main]
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        if within(frame) and WAITS.search(line):
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(20)
"""
WAITED_FOR = (
    "threading.Thread(target=press).start()",
    "import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor().submit(press)",
)


def test_ctrl_c_at_the_end(interpreter: interpreters.Interpreter) -> None:
    page = (ROOT / "docs/errors/signals.md").read_text("utf-8")
    told = page.split("{ #exception-ignored-in-threading }")[1].split("\n## ")[0]
    rows = [row.strip("|").split(" | ") for row in told.splitlines() if row[:1] == "|"]
    named = {name: row[1:] for row in rows for name in re.split(r",? ", row[0])}
    if str(interpreter) not in named:
        pytest.skip("the page names no message for this version")
    alone, pool = named[str(interpreter)]
    both = alone, alone if "the same" in pool else pool
    for start, cell in zip(WAITED_FOR, both, strict=True):
        trace = run(interpreter, PRESSED + start)[1].splitlines()
        assert trace[-1].startswith("KeyboardInterrupt")
        expected = cell.strip(" `")
        first, _, shutdown = (["none", *trace] if expected == "none" else trace)[:3]
        assert re.fullmatch(re.escape(expected).replace("…", ".*"), first)
        assert "in _shutdown" in shutdown


@pytest.mark.parametrize("status", [0, 3])
def test_ctrl_c_at_the_end_leaves_the_status(
    interpreter: interpreters.Interpreter, status: int
) -> None:
    ending = f"{PRESSED}{WAITED_FOR[0]}\nsys.exit({status})"
    assert "KeyboardInterrupt" in run(interpreter, ending, status)[1]


TOO_LONG = """
import threading
end = threading.Event()
thread = threading.Thread(target=end.wait)
thread.start()
try:
    thread.join(2 * threading.TIMEOUT_MAX)
except OverflowError:
    print(thread.is_alive())
end.set()
"""


def test_a_join_that_is_too_long(interpreter: interpreters.Interpreter) -> None:
    said, _ = run(interpreter, TOO_LONG)
    assert said == f"{interpreter.minor >= (3, 13)}\n"


#: What each call says of a timeout, as a float and as a whole number.
OUT_OF_RANGE = """
import concurrent.futures, os, queue, sys, threading
from concurrent.futures import Future, ThreadPoolExecutor
end = threading.Event()
full = queue.Queue(1)
full.put(1)
held = threading.Condition()
held.acquire()
pool = ThreadPoolExecutor()
def join(timeout):
    thread = threading.Thread(target=end.wait, daemon=True)
    thread.start()
    thread.join(timeout)
for call in (
    lambda timeout: threading.Lock().acquire(timeout=timeout),
    lambda timeout: threading.RLock().acquire(timeout=timeout),
    lambda timeout: threading.Semaphore(0).acquire(timeout=timeout),
    lambda timeout: threading.Event().wait(timeout),
    lambda timeout: threading.Barrier(2).wait(timeout),
    lambda timeout: queue.SimpleQueue().get(timeout=timeout),
    lambda timeout: Future().result(timeout),
    held.wait,
    join,
    None,
    lambda timeout: queue.Queue().get(timeout=timeout),
    lambda timeout: full.put(1, timeout=timeout),
    lambda timeout: next(concurrent.futures.as_completed([Future()], timeout)),
    lambda timeout: next(pool.map(end.wait, [None], timeout=timeout)),
):
    said = []
    for timeout in (float(sys.maxsize), sys.maxsize) if call else ():
        try:
            call(timeout)
        except OverflowError as error:
            said.append(str(error))
    print(*said, sep=" | ")
end.set()
"""


def test_a_timeout_out_of_range(interpreter: interpreters.Interpreter) -> None:
    page = (ROOT / "docs/errors/locks.md").read_text("utf-8")
    told = page.split("{ #timestamp-out-of-range }")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in told.splitlines() if row[:1] == "|"]
    named = {name: row[1:] for row in rows[2:] for name in row[0].split(", ")}
    if str(interpreter) not in named:
        pytest.skip("the page names no message for this version")
    of_float, of_int = (cell.strip("`") for cell in named[str(interpreter)])
    of_int = of_float if of_int == "the same" else of_int
    said, _ = run(interpreter, OUT_OF_RANGE)
    alike, as_floats = said.split("\n\n")
    assert set(alike.splitlines()) == {f"{of_float} | {of_int}"}
    assert set(as_floats.splitlines()) == {f"{of_float} | {of_float}"}
    index = (ROOT / "docs/errors/index.md").read_text("utf-8")
    assert f"`{of_float}`" in index
    assert f"`{of_int}`" in index


STOPPED = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
async def carry():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(StopIteration())
    return future.exception()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(next, iter(()))
    print(type(future.exception()).__name__)
    for call in (future.result, lambda: list(pool.map(next, [iter(())]))):
        try:
            call()
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
try:
    print(type(asyncio.run(carry())).__name__)
except TypeError as error:
    print(type(error).__name__)
"""


def test_a_call_that_raises_stop_iteration(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, STOPPED)
    assert said.splitlines() == [
        "StopIteration",
        "StopIteration: ",
        "RuntimeError: generator raised StopIteration",
        # What asyncio's future has in its place, or says of it.
        "RuntimeError" if interpreter.minor >= (3, 13) else "TypeError",
    ]


CHANGED = """
import asyncio, concurrent.futures
pool = concurrent.futures.ThreadPoolExecutor(1)
async def main():
    loop = asyncio.get_running_loop()
    for kind in (
        concurrent.futures.CancelledError, concurrent.futures.InvalidStateError
    ):
        def fail():
            raise kind
        for call in (
            lambda: asyncio.to_thread(fail),
            lambda: loop.run_in_executor(pool, fail),
            lambda: asyncio.wrap_future(pool.submit(fail)),
        ):
            async def wait():
                await call()
            task = asyncio.create_task(wait())
            await asyncio.wait([task])
            try:
                task.result()
            except BaseException as error:
                print(type(error) is getattr(asyncio, kind.__name__), task.cancelled())
asyncio.run(main())
"""


def test_exceptions_that_asyncio_changes(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, CHANGED)
    assert said.splitlines() == ["True True"] * 3 + ["True False"] * 3


IN_LINE = """
import asyncio, contextlib, threading
from concurrent.futures import ThreadPoolExecutor
begun, go, ran = threading.Event(), threading.Event(), []
def first():
    begun.set()
    go.wait()
    ran.append("first")
async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    running = asyncio.create_task(asyncio.to_thread(first))
    await asyncio.sleep(0)  # the task begins, and hands its call to the pool
    begun.wait()
    running.cancel()
    cancelled = asyncio.create_task(asyncio.to_thread(ran.append, "cancelled"))
    await asyncio.sleep(0)  # the task begins, and hands its call to the pool
    cancelled.cancel()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0):
            await asyncio.to_thread(ran.append, "timed out")
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.to_thread(ran.append, "timed out"), 0.01)
    await asyncio.wait([running, cancelled])
    go.set()
    await asyncio.to_thread(ran.append, "last")
    print(running.cancelled(), cancelled.cancelled(), *ran)
asyncio.run(main())
"""


def test_what_waits_for_a_thread_never_runs(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, IN_LINE)
    assert said == "True True first last\n"


#: Whether `select` sees the second of two lines once the first was read.
TWO_LINES = r"""
import os, pty, subprocess, sys
reads = '''
import select, sys
def there(seconds):
    return bool(select.select([sys.stdin], [], [], seconds)[0])
print(there(20), sys.stdin.readline().strip(), end=" ")
print(there(WAIT), sys.stdin.readline().strip())
'''
def tell(ends, wait):
    reader, writer = ends
    os.write(writer, b"one\ntwo\n")
    program = reads.replace("WAIT", wait)
    subprocess.run([sys.executable, "-c", program], stdin=reader, check=True)
tell(os.pipe(), "0.1")
writer, reader = pty.openpty()
tell((reader, writer), "20")
"""


def test_a_second_line_in_the_buffer(interpreter: interpreters.Interpreter) -> None:
    said, _ = run(interpreter, TWO_LINES)
    assert said.splitlines() == ["True one False two", "True one True two"]


PICKLED = """
import pickle, threading
thread = threading.Thread(target=int)
timer = threading.Timer(0, int)
def say():
    for each in (thread, timer):
        try:
            pickle.dumps(each)
        except TypeError as error:
            print(error)
say()
thread.start()
timer.start()
thread.join()
timer.join()
say()
"""


def test_pickling_a_thread(interpreter: interpreters.Interpreter) -> None:
    kind = "_thread._ThreadHandle" if interpreter.minor >= (3, 13) else "_thread.lock"
    started = "_contextvars.Context" if interpreter.minor >= (3, 14) else kind
    said, _ = run(interpreter, PICKLED)
    expected = [f"cannot pickle '{each}' object" for each in (kind, started)]
    assert said.splitlines() == [line for line in expected for _ in range(2)]
    entry = (ROOT / "docs/errors/data.md").read_text("utf-8")
    index = (ROOT / "docs/errors/index.md").read_text("utf-8")
    for each, line in zip((kind, started), expected, strict=True):
        assert f"`{line}`" in entry
        assert f"'{each}'" in index


NO_LOOP = """
import asyncio, threading
async def work():
    pass
async def main():
    loop = asyncio.get_running_loop()
    def call():
        for create in (loop.create_task, asyncio.create_task):
            coroutine = work()
            try:
                create(coroutine)
            except RuntimeError as error:
                print(error)
            coroutine.close()
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
asyncio.run(main(), debug=True)
"""


def test_a_task_that_another_thread_creates(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, NO_LOOP)
    assert said.splitlines() == [
        "Non-thread-safe operation invoked on an event loop other than the current one",
        "no running event loop",
    ]


#: Another thread's request is found where a signal is: both are asked for at once. The
#: operators call C without a call in the program, where it would be looked for.
REQUESTED = """
import _thread, functools, signal, threading
class Ask:
    __neg__ = staticmethod(functools.partial(_thread.interrupt_main, signal.SIGINT))
    def __setattr__(self, name, value):
        pass
ask = Ask()
def heard(number, frame):
    while frame.f_code.co_name not in ("block", "plain", "entry", "loop"):
        frame = frame.f_back  # it is in what that calls
    values = [f"{name}{value}" for name, value in sorted(frame.f_locals.items())]
    print(frame.f_code.co_name, *values, *["taken"] * lock.locked())
signal.signal(signal.SIGINT, heard)
lock = threading.Lock()
def block():
    -ask
    with lock:
        a = 1
        b = 2
    c = 3
def plain(a=1):
    -ask
    a += 1
    b = 2
    c = 3
    int(c)
    d = 4
def entry(a=1):
    -ask
    b = 2
    ask.attribute = b
    c = 3
def loop(a=9):
    -ask
    b = 2
    while a:
        a -= 1
    c = 3
for function in (block, plain, entry, loop):
    function()
"""


def test_where_the_interpreter_looks_for_a_request(
    interpreter: interpreters.Interpreter,
) -> None:
    said, _ = run(interpreter, REQUESTED)
    block = "block taken" if interpreter.minor == (3, 14) else "block a1 b2"
    others = ["plain a2 b2 c3", "entry a1 b2", "loop a8 b2"]
    assert said.splitlines() == [block, *others]
    page = (ROOT / "docs/thread-safety/gil.md").read_text("utf-8")
    assert "at the end of a `with lock:` block; on 3.14 once the lock is taken" in page


REFUSED = """
import queue
q = queue.PriorityQueue()
q.put((1, {"a": 1}))
try:
    q.put((1, {"b": 1}))
except TypeError:
    print(q.qsize(), q.unfinished_tasks)
"""


def test_an_item_that_cannot_be_compared_is_kept(
    interpreter: interpreters.Interpreter,
) -> None:
    assert run(interpreter, REFUSED)[0].split() == ["2", "1"]


TOUCHED = """
import threading
begun = []
class Own(threading.local):
    def __init__(self):
        begun.append(threading.get_ident())
        if threading.current_thread() is not threading.main_thread():
            raise ValueError
own = Own()
def touch():
    for _ in range(3):
        try:
            own.value
        except (AttributeError, ValueError):
            pass
threads = threading.Thread(target=touch), threading.main_thread()
threads[0].start()
threads[0].join()
touch()
print(len(begun))
"""


def test_a_thread_local_begins_again_after_it_raised(
    interpreter: interpreters.Interpreter,
) -> None:
    assert run(interpreter, TOUCHED)[0].split() == ["4"]


#: A `SELECT` that is not fetched to its end, and somebody else who writes.
READING = """
import contextlib, os, sqlite3, tempfile
for mode in ("delete", "wal"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "some.db")
        connect = lambda: contextlib.closing(sqlite3.connect(path, timeout=20))
        with connect() as one, connect() as two:
            one.execute(f"pragma journal_mode = {mode}").fetchall()
            one.execute("create table some (number)")
            one.executemany("insert into some values (?)", [(n,) for n in range(500)])
            one.commit()
            reads = one.execute("select number from some")
            reads.fetchone()
            begun = one.in_transaction
            two.execute("insert into some values (1)")
            for write in "insert into some values (2)", "begin immediate":
                try:
                    one.execute(write)
                except sqlite3.OperationalError as error:
                    print(begun, error)
                one.rollback()
            reads.fetchall()
            two.commit()
            one.execute("insert into some values (2)")
"""


def test_a_write_in_the_middle_of_a_select_does_not_wait(
    interpreter: interpreters.Interpreter,
) -> None:
    # In time for `run`, as no write of these can have waited for its timeout.
    said, _ = run(interpreter, READING)
    assert said.splitlines() == ["False database is locked"] * 4
