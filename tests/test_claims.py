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


def run(interpreter: interpreters.Interpreter, program: str) -> tuple[str, str]:
    """What a program says to its two streams."""
    done = subprocess.run(
        [interpreter.path, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


TIMEOUTS = """
import concurrent.futures, os, queue, threading
from threading import Thread
nan = float("nan")
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
