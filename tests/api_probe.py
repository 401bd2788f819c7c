"""What one interpreter says about the API: printed as JSON for `test_api`.

Standard library only, and any Python >= 3.11. The names to look up come as
JSON on standard input.

Each entry of a table is a function without parameters, called once. Nothing
here waits for a time to pass: where a thread must be somewhere, the others
wait for it.
"""

# Calls things wrongly on purpose, and what only newer versions have.
# mypy: ignore-errors

import concurrent.futures
import concurrent.futures.thread
import contextlib
import contextvars
import faulthandler
import inspect
import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import Queue, SimpleQueue
from threading import (
    TIMEOUT_MAX,
    Barrier,
    BoundedSemaphore,
    Condition,
    Event,
    Lock,
    RLock,
    Semaphore,
    Thread,
    Timer,
)
from typing import Any

MODULES = {
    "threading": threading,
    "queue": queue,
    "concurrent.futures": concurrent.futures,
    "concurrent.futures.thread": concurrent.futures.thread,
}

ARGUMENTS = {
    "threading.Timer": (0, print),
    "threading.Barrier": (1,),
    "threading.ExceptHookArgs": ((None, None, None, None),),
    "threading.serialize_iterator": ((),),
}


# ---------------------------------------------------------------- situations


def last(*steps: Any) -> Any:
    """The result of the last of several steps, written as one expression."""
    return steps[-1]


def in_thread(function: Callable[[], Any]) -> Any:
    """Call a function in a thread of its own; its exception is raised here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def held(lock: Any) -> Any:
    lock.acquire()
    return lock


def full() -> Queue:
    q: Queue = Queue(1)
    q.put("item")
    return q


def shut(q: Queue) -> Queue:
    q.shutdown()
    return q


def closed_pool() -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    return pool


def broken_pool() -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(1, initializer=lambda: 1 / 0)
    pool.submit(int).exception()
    return pool


def finished() -> Future:
    future: Future = Future()
    future.set_result("done")
    return future


def cancelled() -> Future:
    future: Future = Future()
    future.cancel()
    return future


def failed(exception: BaseException) -> Future:
    future: Future = Future()
    future.set_exception(exception)
    return future


def started(future: Future) -> Future:
    future.set_running_or_notify_cancel()
    return future


def start_twice() -> None:
    thread = Thread()
    thread.start()
    thread.join()
    thread.start()


def start_without_room() -> Thread:
    """Ask for a stack that no system has."""
    thread = Thread()
    threading.stack_size(1 << 46)
    try:
        thread.start()
    finally:
        threading.stack_size(0)
    return thread


def start_again_after_failing() -> bool:
    thread = Thread()
    threading.stack_size(1 << 46)
    with contextlib.suppress(RuntimeError):
        thread.start()
    threading.stack_size(0)
    try:
        thread.start()
    except RuntimeError:
        return True
    thread.join()
    return False


def wait_while(barrier: Barrier, action: Callable[[], None]) -> None:
    """Wait at a barrier for two, and let another thread act meanwhile."""

    def act() -> None:
        while not barrier.n_waiting:
            time.sleep(0)  # only yields: the loop waits for the barrier, not for time
        action()

    thread = Thread(target=act)
    thread.start()
    try:
        barrier.wait()
    finally:
        thread.join()


def broken_by_action() -> bool:
    barrier = Barrier(1, action=lambda: 1 / 0)
    try:
        barrier.wait()
    except ZeroDivisionError:
        return barrier.broken
    return False


def map_timeout() -> None:
    event = Event()
    with ThreadPoolExecutor(1) as pool:
        try:
            list(pool.map(lambda _: event.wait(), [1], timeout=0))
        finally:
            event.set()


def cancelled_in_line() -> bool:
    """What is said of a future cancelled by `shutdown(cancel_futures=True)`."""
    begun, event = Event(), Event()
    pool = ThreadPoolExecutor(1)
    pool.submit(lambda: (begun.set(), event.wait()))
    begun.wait()
    future = pool.submit(int)
    held: list[bool] = []
    future.add_done_callback(lambda _: held.append(pool._shutdown_lock.locked()))
    pool.shutdown(wait=False, cancel_futures=True)
    event.set()
    pool.shutdown()
    waited = concurrent.futures.wait([future], timeout=0)
    return future.done() and waited.not_done == {future} and held == [True]


def left_behind_a_cancelled_one() -> bool:
    """What becomes of calls in line when an initializer fails."""
    go = Event()
    died: list[str] = []
    hook = threading.excepthook
    threading.excepthook = lambda args: died.append(args.exc_type.__name__)

    def fail() -> None:
        go.wait()
        raise ValueError

    pool = ThreadPoolExecutor(1, initializer=fail)
    first, second, third = [pool.submit(int) for _ in range(3)]
    second.cancel()
    (thread,) = pool._threads
    go.set()
    thread.join()
    threading.excepthook = hook
    told = raises(first.result) == "BrokenThreadPool" and not third.done()
    return told and died == ["InvalidStateError"]


def closed_early() -> bool:
    """What becomes of the other calls of `map`."""
    event = Event()
    called: list[int] = []

    def call(number: int) -> None:
        called.append(number)
        if number:
            event.wait()

    with ThreadPoolExecutor(1) as pool:
        results = pool.map(call, range(5))
        next(results)
        results.close()  # type: ignore[attr-defined]
        event.set()
    return called in ([0], [0, 1])


def left_before_a_step() -> bool:
    """What becomes of the calls of `map` if no result was asked for."""
    begun, event = Event(), Event()
    called: list[int] = []

    def call(number: int) -> None:
        called.append(number)
        begun.set()
        event.wait()

    with ThreadPoolExecutor(1) as pool:
        closed, dropped = pool.map(call, (0, 1)), pool.map(call, (2, 3))
        begun.wait()
        closed.close()  # type: ignore[attr-defined]
        del dropped
        event.set()
    return called == [0, 1, 2, 3]


def next_of_nothing() -> None:
    """Let a call of `map` raise `StopIteration`."""
    with ThreadPoolExecutor(1) as pool:
        list(pool.map(next, [iter(())]))


def done_too_late() -> bool:
    """Whether `as_completed` gives what is done once its time is over."""
    late: Future = Future()
    results = concurrent.futures.as_completed([finished(), late], 0)
    next(results)
    late.set_result("done")
    return raises(lambda: next(results)) == "TimeoutError"


def refused_stays_and_got_is_lost() -> bool:
    """What a `PriorityQueue` holds after a `TypeError` of its items."""
    dictionary = {"a": 1}
    putting = queue.PriorityQueue()
    putting.put((1, dictionary))
    refused = raises(lambda: putting.put((1, {})))
    stays = putting.qsize() == 2 and putting.unfinished_tasks == 1
    getting = queue.PriorityQueue()
    for item in ((0, 0), (1, dictionary), (1, {}), (2, 2)):
        getting.put(item)
    lost = raises(getting.get) == "TypeError" and getting.qsize() == 3
    return refused == "TypeError" and stays and lost


def ends_in_the_others() -> bool:
    """Which branch of a generator that raises hears of it."""
    first, second = threading.concurrent_tee(1 / x for x in (1, 0))
    heard = raises(lambda: list(first)) == "ZeroDivisionError"
    return heard and list(second) == [1.0]


RENAMED = """
import threading
main = threading.current_thread()
threading.Thread(target=setattr, args=(main, "name", "elsewhere")).run()
with open("/proc/self/comm") as file:
    print(file.read().strip(), end=" ")
other = threading.Thread(target=setattr, args=(main, "name", "by another"))
other.start()
other.join()
with open("/proc/self/comm") as file:
    print(file.read().strip())
"""


def profiles_all() -> bool:
    """Whether what was set for all threads is what new ones are given."""

    def look(*_: object) -> None: ...

    threading.setprofile_all_threads(look)
    got = threading.getprofile()
    threading.setprofile_all_threads(None)
    return got is look


LEFT_IN_THE_LIST = """
import _thread, os, threading, time
got = []
def work():
    got.append(threading.get_native_id())
    got.append(threading.current_thread())
if hasattr(_thread, "start_joinable_thread"):  # from 3.13 on
    _thread.start_joinable_thread(work).join()
else:
    _thread.start_new_thread(work, ())
    while len(got) < 2 or os.path.exists(f"/proc/self/task/{got[0]}"):
        time.sleep(0)  # only yields: the loop waits for the end, not for time
print(got[1] in threading.enumerate(), threading.active_count())
"""


def locals_are_apart() -> bool:
    made = []

    class Mine(threading.local):
        def __init__(self, argument: str) -> None:
            made.append(argument)

    mine = Mine("argument")
    mine.x = 1
    seen = in_thread(lambda: hasattr(mine, "x"))
    return not seen and mine.x == 1 and made == ["argument", "argument"]


def hook_is_called_for_exit() -> bool:
    seen: list[object] = []
    threading.excepthook = lambda args: seen.append(args.exc_type)
    try:
        thread = Thread(target=sys.exit)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = threading.__excepthook__
    return seen == [SystemExit]


def os_name_of_thread() -> bool:
    event = Event()
    thread = Thread(target=event.wait, name="abcdefghijklmnopqrstuvwxyz")
    thread.start()
    with open(f"/proc/self/task/{thread.native_id}/comm") as file:  # noqa: PTH123
        name = file.read()
    event.set()
    thread.join()
    return name == "abcdefghijklmno\n"


def context_reaches_thread() -> bool:
    variable = contextvars.ContextVar("variable", default="default")
    context = contextvars.Context()
    context.run(variable.set, "mine")
    seen: list[str] = []
    thread = Thread(target=lambda: seen.append(variable.get()), context=context)
    thread.start()
    thread.join()
    return seen == ["mine"]


def workers_by_default() -> int:
    """Pretend to have 23 CPUs, of which this process may use 5."""
    real = os.cpu_count, getattr(os, "process_cpu_count", None)
    os.cpu_count = lambda: 23
    os.process_cpu_count = lambda: 5
    pool = ThreadPoolExecutor()
    os.cpu_count = real[0]
    if real[1]:
        os.process_cpu_count = real[1]
    else:
        del os.process_cpu_count
    pool.shutdown()
    return pool._max_workers


def script(program: str) -> str:
    """Run a program in an interpreter of its own, for what happens at its end."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


SUBMIT_AT_EXIT = """
import atexit, concurrent.futures
pool = concurrent.futures.ThreadPoolExecutor()
@atexit.register
def late():
    try:
        pool.submit(int)
    except RuntimeError as error:
        print(error)
"""

JOIN_AT_SHUTDOWN = """
import threading
class Late:
    def __init__(self, thread):
        self.thread = thread
    def __del__(self, print=print):
        try:
            self.thread.join(0)
        except Exception as error:
            print(type(error).__name__)
thread = threading.Thread(target=threading.Event().wait, daemon=True)
thread.start()
late = Late(thread)
"""


def warns(function: Callable[..., Any], *args: Any) -> bool:
    """Whether a call warns of a deprecation; it may well fail after that."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        raises(lambda: function(*args))
    return any(issubclass(w.category, DeprecationWarning) for w in caught)


def raises(function: Callable[[], Any]) -> str:
    """The class of the exception that a call raises, or an empty string."""
    try:
        function()
    except BaseException as error:
        return type(error).__name__
    return ""


# -------------------------------------------------------------------- tables

# Whatever "Raises:" says, one call or more that must raise it.
RAISES: dict[str, dict[str, list[Callable[[], Any]]]] = {
    "threading.Thread": {"AssertionError": [lambda: Thread(group=1)]},
    "threading.Thread.start": {
        "RuntimeError": [
            start_twice,
            lambda: threading.main_thread().start(),
            *([start_without_room] if sys.platform == "linux" else []),
        ]
    },
    "threading.Thread.join": {
        "RuntimeError": [
            lambda: Thread().join(),
            lambda: threading.current_thread().join(),
            lambda: in_thread(lambda: threading.current_thread().join()),
        ]
    },
    "threading.Thread.daemon": {
        "RuntimeError": [lambda: setattr(threading.main_thread(), "daemon", True)]
    },
    "threading.Thread.setDaemon": {
        "RuntimeError": [lambda: threading.main_thread().setDaemon(True)]
    },
    **{
        f"threading.{name}.acquire": {
            "ValueError": [
                lambda lock=lock: lock().acquire(False, 1),
                lambda lock=lock: lock().acquire(False, 0),
                lambda lock=lock: lock().acquire(timeout=-2),
                lambda lock=lock: lock().acquire(timeout=-0.5),
            ],
            "OverflowError": [
                lambda lock=lock: lock().acquire(timeout=2 * TIMEOUT_MAX)
            ],
        }
        for name, lock in (("Lock", Lock), ("RLock", RLock), ("Condition", Condition))
    },
    "threading.Lock.release": {"RuntimeError": [lambda: Lock().release()]},
    "threading.RLock.release": {
        "RuntimeError": [
            lambda: RLock().release(),
            lambda: in_thread(held(RLock()).release),
        ]
    },
    "threading.Condition.release": {
        "RuntimeError": [
            lambda: Condition().release(),
            lambda: in_thread(held(Condition()).release),
        ]
    },
    "threading.Condition.wait": {
        "RuntimeError": [
            lambda: Condition().wait(),
            lambda: in_thread(held(Condition()).wait),
        ]
    },
    "threading.Condition.wait_for": {
        "RuntimeError": [lambda: Condition().wait_for(lambda: False)]
    },
    **{
        f"threading.Condition.{name}": {
            "RuntimeError": [
                lambda name=name: getattr(Condition(), name)(),
                lambda name=name: in_thread(getattr(held(Condition()), name)),
            ]
        }
        for name in ("notify", "notify_all", "notifyAll")
    },
    "threading.Semaphore": {"ValueError": [lambda: Semaphore(-1)]},
    "threading.Semaphore.acquire": {
        "ValueError": [
            lambda: Semaphore().acquire(False, 1),
            lambda: Semaphore().acquire(False, 0),
        ]
    },
    "threading.Semaphore.release": {"ValueError": [lambda: Semaphore().release(0)]},
    "threading.BoundedSemaphore": {"ValueError": [lambda: BoundedSemaphore(-1)]},
    "threading.BoundedSemaphore.release": {
        "ValueError": [
            lambda: BoundedSemaphore().release(),
            lambda: held(BoundedSemaphore()).release(2),
            lambda: held(BoundedSemaphore()).release(0),
        ]
    },
    "threading.Barrier": {"ValueError": [lambda: Barrier(0), lambda: Barrier(-1)]},
    "threading.Barrier.wait": {
        "BrokenBarrierError": [
            lambda: Barrier(2).wait(0),
            lambda: Barrier(2, timeout=0).wait(),
            lambda: last(b := Barrier(1), b.abort(), b.wait()),
            lambda: wait_while(b := Barrier(2), b.abort),
            lambda: wait_while(b := Barrier(2), b.reset),
        ]
    },
    "threading.excepthook": {"TypeError": [lambda: threading.excepthook(ValueError())]},
    "threading.__excepthook__": {
        "TypeError": [lambda: threading.__excepthook__(ValueError())]
    },
    "threading.stack_size": {"ValueError": [lambda: threading.stack_size(1)]},
    "threading.serialize_iterator": {
        "TypeError": [lambda: threading.serialize_iterator(1)]
    },
    **{
        f"threading.serialize_iterator.{name}": {
            "AttributeError": [
                lambda name=name, args=args: getattr(
                    threading.serialize_iterator([1]),
                    name,
                )(*args)
            ]
        }
        for name, args in (("send", (1,)), ("throw", (KeyError(),)), ("close", ()))
    },
    "threading.concurrent_tee": {
        "ValueError": [lambda: threading.concurrent_tee([], -1)],
        "TypeError": [lambda: threading.concurrent_tee(1)],
    },
    "queue.Queue.put": {
        "Full": [
            lambda: full().put("more", block=False),
            lambda: full().put("more", timeout=0),
        ],
        "ShutDown": [
            lambda: shut(Queue()).put("late"),
            lambda: shut(full()).put("late"),
        ],
        "ValueError": [lambda: Queue(1).put("item", timeout=-1)],
    },
    "queue.Queue.put_nowait": {
        "Full": [lambda: full().put_nowait("more")],
        "ShutDown": [lambda: shut(Queue()).put_nowait("late")],
    },
    "queue.Queue.get": {
        "Empty": [lambda: Queue().get(block=False), lambda: Queue().get(timeout=0)],
        "ShutDown": [lambda: shut(Queue()).get()],
        "ValueError": [lambda: Queue().get(timeout=-1), lambda: full().get(timeout=-1)],
    },
    "queue.Queue.get_nowait": {
        "Empty": [lambda: Queue().get_nowait()],
        "ShutDown": [lambda: shut(Queue()).get_nowait()],
    },
    "queue.Queue.task_done": {"ValueError": [lambda: Queue().task_done()]},
    "queue.SimpleQueue.get": {
        "Empty": [
            lambda: SimpleQueue().get(block=False),
            lambda: SimpleQueue().get(timeout=0),
        ],
        "ValueError": [lambda: SimpleQueue().get(timeout=-1)],
    },
    "queue.SimpleQueue.get_nowait": {"Empty": [lambda: SimpleQueue().get_nowait()]},
    "concurrent.futures.Executor.submit": {
        "NotImplementedError": [lambda: concurrent.futures.Executor().submit(int)]
    },
    "concurrent.futures.ThreadPoolExecutor": {
        "ValueError": [lambda: ThreadPoolExecutor(0)],
        "TypeError": [lambda: ThreadPoolExecutor(initializer=1)],
    },
    "concurrent.futures.ThreadPoolExecutor.submit": {
        "RuntimeError": [lambda: closed_pool().submit(int)],
        "BrokenThreadPool": [lambda: broken_pool().submit(int)],
    },
    "concurrent.futures.ThreadPoolExecutor.map": {
        "TimeoutError": [map_timeout],
        "RuntimeError": [lambda: closed_pool().map(int, ["1"])],
        "BrokenThreadPool": [lambda: broken_pool().map(int, ["1"])],
        "ValueError": [lambda: ThreadPoolExecutor(1).map(int, [], buffersize=0)],
        "TypeError": [lambda: ThreadPoolExecutor(1).map(int, [], buffersize=1.5)],
    },
    "concurrent.futures.ThreadPoolExecutor.shutdown": {
        "RuntimeError": [
            lambda: last(p := ThreadPoolExecutor(1), p.submit(p.shutdown).result())
        ]
    },
    "concurrent.futures.Future.result": {
        "TimeoutError": [lambda: Future().result(0)],
        "CancelledError": [lambda: cancelled().result()],
        "BaseException": [lambda: failed(KeyboardInterrupt()).result()],
    },
    "concurrent.futures.Future.exception": {
        "TimeoutError": [lambda: Future().exception(0)],
        "CancelledError": [lambda: cancelled().exception()],
    },
    "concurrent.futures.Future.set_running_or_notify_cancel": {
        "RuntimeError": [
            lambda: started(started(Future())),
            lambda: started(started(cancelled())),
            lambda: started(finished()),
        ]
    },
    "concurrent.futures.Future.set_result": {
        "InvalidStateError": [
            lambda: finished().set_result(1),
            lambda: cancelled().set_result(1),
        ]
    },
    "concurrent.futures.Future.set_exception": {
        "InvalidStateError": [
            lambda: finished().set_exception(KeyError()),
            lambda: cancelled().set_exception(KeyError()),
        ]
    },
    "concurrent.futures.wait": {
        "ValueError": [lambda: concurrent.futures.wait([Future()], return_when="soon")]
    },
    "concurrent.futures.as_completed": {
        "TimeoutError": [lambda: next(concurrent.futures.as_completed([Future()], 0))]
    },
}

# Whatever "Changed in" says: true from that version on, and not before.
CHANGES: dict[str, Callable[[], bool]] = {
    "threading.Thread.join 3.14": lambda: (
        script(JOIN_AT_SHUTDOWN) == "PythonFinalizationError"
    ),
    "threading.Lock 3.13": lambda: isinstance(Lock, type),
    "threading.RLock 3.13": lambda: warns(RLock, 1) or raises(lambda: RLock(1)) != "",
    "threading.RLock 3.15": lambda: raises(lambda: RLock(1)) == "TypeError",
    "threading.Condition 3.14": lambda: (
        raises(lambda: Condition(Semaphore())) == "AttributeError"
    ),
    "threading.Barrier 3.13": lambda: raises(lambda: Barrier(0)) == "ValueError",
    "concurrent.futures.ThreadPoolExecutor 3.13": lambda: workers_by_default() == 9,
    "concurrent.futures.TimeoutError 3.11": lambda: (
        concurrent.futures.TimeoutError is TimeoutError
    ),
}
# Found out by means that other systems do not have.
LINUX_ONLY: dict[str, Callable[[], bool]] = {
    "threading.Thread.start 3.13": start_again_after_failing,
    "threading.Thread.start 3.14": os_name_of_thread,
    "threading.Thread.name 3.14": lambda: script(RENAMED) == "elsewhere elsewhere",
    "threading.enumerate 3.13": lambda: script(LEFT_IN_THE_LIST) == "False 1",
}
if sys.platform == "linux":
    CHANGES |= LINUX_ONLY

# What the docstrings say besides: true wherever the name exists.
HOLDS: dict[str, list[Callable[[], bool]]] = {
    "threading.Thread": [
        lambda: Thread(target=print).name.endswith(" (print)"),
        lambda: not Thread().daemon,
    ],
    "threading.Thread.ident": [lambda: Thread().ident is None],
    "threading.Thread.native_id": [lambda: Thread().native_id is None],
    "threading.Thread.run": [
        lambda: (
            last(seen := [], Thread(target=seen.append, args=(1,)).run(), seen) == [1]
        ),
        lambda: (
            raises(lambda: last(t := Thread(target=int), t.run(), t.run()))
            == "AttributeError"
        ),
    ],
    "threading.Lock": [
        lambda: raises(lambda: type("Mine", (type(Lock()),), {})) == "TypeError"
    ],
    "threading.Lock.acquire": [
        lambda: Lock().acquire() is True,
        lambda: held(Lock()).acquire(blocking=False) is False,
        lambda: held(Lock()).acquire(timeout=0) is False,
        lambda: Lock().acquire(False, -1),
        lambda: Lock().acquire(timeout=TIMEOUT_MAX),
    ],
    "threading.Lock.release": [
        lambda: (
            last(lock := held(Lock()), in_thread(lock.release), lock.locked()) is False
        )
    ],
    "threading.RLock": [lambda: not isinstance(RLock, type)],
    "threading.RLock.acquire": [
        lambda: held(held(RLock())).acquire(),
        lambda: in_thread(partial(held(RLock()).acquire, False)) is False,
    ],
    "threading.RLock.locked": [lambda: in_thread(held(RLock()).locked)],
    "threading.Condition": [lambda: type(Condition()._lock) is type(RLock())],
    "threading.Condition.wait": [lambda: held(Condition()).wait(0) is False],
    "threading.Condition.wait_for": [
        lambda: held(Condition()).wait_for(list, 0) == [],
        lambda: Condition().wait_for(lambda: "hidden") == "hidden",
    ],
    "threading.Condition.notify": [
        lambda: held(Condition()).notify(5) is None,
        lambda: last(c := held(Condition()), c.notify(), c.wait(0)) is False,
    ],
    "threading.Semaphore.acquire": [
        lambda: Semaphore(0).acquire(False) is False,
        lambda: Semaphore(0).acquire(timeout=0) is False,
    ],
    "threading.Semaphore.release": [
        lambda: last(
            s := Semaphore(0), s.release(2), s.acquire(False) and s.acquire(False)
        )
    ],
    "threading.BoundedSemaphore.release": [
        lambda: last(
            s := held(BoundedSemaphore(2)),
            raises(lambda: s.release(2)),
            s.acquire(False) and not s.acquire(False),
        )
    ],
    "threading.Event.wait": [
        lambda: Event().wait(0) is False,
        lambda: Event().wait(-1) is False,
        lambda: last(e := Event(), e.set(), e.wait()) is True,
    ],
    "threading.Timer": [lambda: not Timer(0, print).daemon],
    "threading.Timer.cancel": [
        lambda: last(
            t := Timer(TIMEOUT_MAX, print), t.start(), t.cancel(), t.join() is None
        )
    ],
    "threading.Barrier": [broken_by_action],
    "threading.Barrier.wait": [lambda: Barrier(1).wait() == 0],
    "threading.local": [locals_are_apart],
    "threading.excepthook": [hook_is_called_for_exit],
    "threading.current_thread": [
        lambda: threading.current_thread() is threading.main_thread()
    ],
    "threading.get_ident": [
        lambda: threading.get_ident() == threading.main_thread().ident
    ],
    "threading.get_native_id": [
        lambda: threading.get_native_id() == threading.main_thread().native_id
    ],
    "threading.stack_size": [
        lambda: (
            (
                threading.stack_size(1 << 20),
                threading.stack_size(),
                threading.stack_size(),
            )
            == (0, 1 << 20, 0)
        )
    ],
    "threading.TIMEOUT_MAX": [
        lambda: raises(lambda: Event().wait(2 * TIMEOUT_MAX)) == "OverflowError",
        lambda: 200 < TIMEOUT_MAX / 3600 / 24 / 365 < 300 or sys.platform != "linux",
    ],
    "threading.ThreadError": [lambda: threading.ThreadError is RuntimeError],
    "threading.concurrent_tee": [
        lambda: (
            [list(branch) for branch in threading.concurrent_tee("ab")]
            == [["a", "b"], ["a", "b"]]
        ),
        ends_in_the_others,
    ],
    "threading.serialize_iterator": [
        lambda: list(threading.serialize_iterator("ab")) == ["a", "b"]
    ],
    "threading.synchronized_iterator": [
        lambda: (
            type(threading.synchronized_iterator(iter)("ab"))
            is threading.serialize_iterator
        )
    ],
    "queue.Queue": [lambda: last(q := Queue(-1), q.put(1), q.full()) is False],
    "queue.Queue.shutdown": [
        lambda: last(q := shut(full()), q.shutdown(), q.get()) == "item",
        lambda: last(q := full(), q.shutdown(immediate=True), q.join()) is None,
        lambda: last(q := full(), q.get(), q.shutdown(True), q.unfinished_tasks) == 1,
        lambda: last(q := full(), q.shutdown(immediate=True), q.empty()),
    ],
    "queue.LifoQueue": [
        lambda: last(q := queue.LifoQueue(), q.put(1), q.put(2), q.get()) == 2
    ],
    "queue.PriorityQueue": [
        lambda: last(q := queue.PriorityQueue(), q.put(2), q.put(1), q.get()) == 1,
        lambda: (
            raises(
                lambda: last(
                    q := queue.PriorityQueue(), q.put((1, {"a": 1})), q.put((1, {}))
                )
            )
            == "TypeError"
        ),
        refused_stays_and_got_is_lost,
    ],
    "queue.SimpleQueue.put": [lambda: SimpleQueue().put(1, timeout=-1) is None],
    "concurrent.futures.ThreadPoolExecutor.submit": [
        lambda: (
            script(SUBMIT_AT_EXIT)
            == "cannot schedule new futures after interpreter shutdown"
        )
    ],
    "concurrent.futures.ThreadPoolExecutor.map": [
        closed_early,
        left_before_a_step,
        lambda: raises(next_of_nothing) == "RuntimeError",
    ],
    "concurrent.futures.thread.BrokenThreadPool": [left_behind_a_cancelled_one],
    "concurrent.futures.ThreadPoolExecutor.shutdown": [
        lambda: last(pool := closed_pool(), pool.shutdown()) is None,
        cancelled_in_line,
    ],
    "concurrent.futures.Future.cancel": [
        lambda: cancelled().cancel() is True,
        lambda: started(Future()).cancel() is False,
        lambda: finished().cancel() is False,
    ],
    "concurrent.futures.Future.set_running_or_notify_cancel": [
        lambda: Future().set_running_or_notify_cancel() is True,
        lambda: cancelled().set_running_or_notify_cancel() is False,
    ],
    "concurrent.futures.Future.add_done_callback": [
        lambda: finished().add_done_callback(lambda _: 1 / 0) is None
    ],
    "concurrent.futures.wait": [
        lambda: concurrent.futures.wait([Future()], 0).done == set(),
        lambda: len(concurrent.futures.wait([cancelled()], 0).not_done) == 1,
        lambda: len(concurrent.futures.wait([started(cancelled())], 0).done) == 1,
        lambda: concurrent.futures.wait([], return_when="soon").done == set(),
    ],
    "concurrent.futures.as_completed": [
        lambda: concurrent.futures.as_completed(1) is not None,
        lambda: len(list(concurrent.futures.as_completed([finished()] * 2))) == 1,
        done_too_late,
    ],
}
if sys.version_info >= (3, 14):
    HOLDS["threading.Thread"].append(context_reaches_thread)
if hasattr(threading, "setprofile_all_threads"):
    HOLDS["threading.getprofile"] = [profiles_all]


# ----------------------------------------------------------------- answering


def look_up(path: str) -> Any:
    """The object behind a dotted path: of a class's members, an instance's.

    Some members exist only there, as `Condition().acquire` does.
    """
    module = max((m for m in MODULES if path.startswith(m + ".")), key=len)
    first, *rest = path.removeprefix(module + ".").split(".")
    found = getattr(MODULES[module], first)
    if rest:
        owner = path.rpartition(".")[0]
        found = getattr(found(*ARGUMENTS.get(owner, ())), rest[0])
    return found


def signature(thing: Any) -> list[list[str]] | None:
    """The parameters as `[name, kind, default]`; None where it has no signature."""
    try:
        parameters = inspect.signature(thing).parameters.values()
    except (ValueError, TypeError):
        return None
    return [
        [p.name, p.kind.description, "" if p.default is p.empty else repr(p.default)]
        for p in parameters
    ]


def accepts(thing: Any, parameters: list[list[str]]) -> bool | None:
    """For want of a signature: does a call with all the defaults go, no more?

    None where that can't be tried, for want of defaults.
    """
    values = [(name, kind, default) for name, kind, default in parameters]
    if not all(default for *_, default in values):
        return None
    args = [eval(d) for _, k, d in values if k == "positional-only"]
    kwargs = {n: eval(d) for n, k, d in values if k != "positional-only"}
    everything = [eval(d) for *_, d in values]
    goes = raises(lambda: thing(*args, **kwargs)) != "TypeError"
    return goes and raises(lambda: thing(*everything, None)) == "TypeError"


def describe(
    path: str, kind: str, parameters: list[list[str]]
) -> dict[str, Any] | None:
    """What is behind a path, or None if nothing is."""
    try:
        thing = look_up(path)
    except AttributeError:
        return None
    said: dict[str, Any] = {"callable": callable(thing)}
    if kind == "attribute":
        said["value"] = repr(thing)
        return said
    said["signature"] = signature(thing)
    if said["signature"] is None:
        said["accepts"] = accepts(thing, parameters)
    if kind == "exception":
        said["bases"] = [base.__name__ for base in thing.__mro__]
    if kind == "class":
        made = thing(*ARGUMENTS.get(path, ()))
        said["bases"] = [base.__name__ for base in type(made).__mro__]
        said["with"] = hasattr(type(made), "__enter__")
        said["members"] = [name for name in dir(made) if not name.startswith("_")]
    return said


def public(name: str) -> list[str]:
    """A module's public names, the old ones it no longer lists too."""
    module = MODULES[name]
    own = [
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", "") == name
    ]
    return sorted({*getattr(module, "__all__", ()), *own})


def main() -> None:
    """Answer everything that is asked."""
    # A call that hangs shows where, instead of only running out of time.
    faulthandler.dump_traceback_later(100, exit=True)
    logging.disable()
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    entries = {
        path: describe(path, of["kind"], of["parameters"]) for path, of in asked.items()
    }
    there = {path for path, said in entries.items() if said}
    answer = {
        "public": {name: public(name) for name in MODULES},
        "entries": entries,
        "raises": {
            path: {name: [raises(call) for call in calls] for name, calls in by.items()}
            for path, by in RAISES.items()
            if path in there
        },
        "changes": {what: bool(call()) for what, call in CHANGES.items()},
        "holds": {
            path: [bool(call()) for call in calls]
            for path, calls in HOLDS.items()
            if path in there
        },
        "warns": {
            path: warns(look_up(path), *["x" for p in asked[path]["parameters"]])
            for path in there
            if asked[path]["deprecated"]
        },
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
